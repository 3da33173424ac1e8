"""연차휴가 - annual leave."""
