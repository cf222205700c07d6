"""WTForms. Choices and values are passed in by the view."""
