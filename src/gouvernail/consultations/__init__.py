"""A text is put to those it binds before it is agreed, and each remark is answered."""
