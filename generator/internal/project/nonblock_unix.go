//go:build !windows

package project

import "syscall"

// nonblock lets a named pipe be opened without waiting for whoever writes into it.
const nonblock = syscall.O_NONBLOCK
