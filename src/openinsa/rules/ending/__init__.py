"""종료 - what is due when employment ends."""
