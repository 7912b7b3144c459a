"""The brand: its guide, templates, audiences and kit, its library and who speaks for it."""
