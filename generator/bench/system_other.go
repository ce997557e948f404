//go:build !linux && !darwin

package main

import "os"

// peak returns 0, because it is unknown on this system.
func peak(*os.ProcessState) int64 { return 0 }

// settle does nothing, because this system cannot wait for the disk.
func settle() {}
