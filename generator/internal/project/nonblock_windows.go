package project

// nonblock is 0, because on Windows no file in a folder is a pipe.
const nonblock = 0
