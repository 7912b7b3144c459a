"""Questions about reviews: which are due, on what evidence, how many accounts each unit staffs."""
