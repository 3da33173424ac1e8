"""비과세 - pay that is not taxed."""
