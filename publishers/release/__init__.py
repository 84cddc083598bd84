"""A release as a whole: making one, its folder, its manifest, and which ones there are."""
