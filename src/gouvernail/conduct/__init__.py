"""Reports by staff: whoever sees something wrong says so, is helped, and gets an answer."""
