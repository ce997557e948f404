package main

import (
	"os"

	"guntime/generator/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:])) }
