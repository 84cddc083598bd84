"""Structure: printed lines gathered into the parts of a letter: headers and footers, boxes, paragraphs, sections."""
