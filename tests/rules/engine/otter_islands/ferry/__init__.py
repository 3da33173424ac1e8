"""나룻배 - what crossing the water costs."""
