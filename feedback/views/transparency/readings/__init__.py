"""What the published estimates of a unit say, in sentences for everybody.

One module for each method. All of them take the values as they were published and add
no arithmetic beyond rounding: what a page says can be looked up in the open data.
"""
