"""공휴일 - paid public holidays."""
