"""What people answer in the first hour."""
