"""소득세 원천징수 - income tax withheld."""
