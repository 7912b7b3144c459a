"""What people answer in reviews and declarations."""
