"""임금 - wages."""
