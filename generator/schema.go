package main

import (
	"embed"
	"os"

	"guntime/generator/internal/project"
)

// schemas are the JSON Schemas of the YAML files, for editors that complete
// and check as one types.
//
//go:embed schema/*.json
var schemas embed.FS

// writeSchemas puts the schemas into a folder, where the first line of a
// project's YAML files finds them without a network.
func writeSchemas(dir string) error {
	return os.CopyFS(dir, project.Sub(schemas, "schema"))
}

// schema prints one of them.
func (p *program) schema() error {
	name := p.flags.Arg(0)
	text, err := schemas.ReadFile("schema/" + name + ".json")
	if err != nil {
		return misused("there is no schema of %q, only of edition and site", name)
	}
	_, err = p.stdout.Write(text)
	return err
}
