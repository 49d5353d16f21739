"""What the generated handles stand on."""
