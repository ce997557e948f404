// Command guntime is the program under its own name, for go install: the folder of the
// main package gives a program its name.
package main

import (
	"os"

	"guntime/generator/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:])) }
