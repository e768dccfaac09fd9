// Prints the verdicts of github.com/santhosh-tekuri/jsonschema on the corpus of ../../README.md, asking both
// the single schemas and the bundle. Each schema is checked against the meta-schema when it is compiled.
package main

import (
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

type sample struct {
	Schema   string
	Instance json.RawMessage
	Why      string
}

func main() {
	log.SetFlags(0)
	if err := validate(os.Getenv("WXOPEN_CONTRACTS"), os.Getenv("WXOPEN_CORPUS")); err != nil {
		log.Fatal(err)
	}
}

func validate(contracts, corpus string) error {
	written, err := os.ReadFile(corpus)
	if err != nil {
		return err
	}
	var samples []sample
	if err := json.Unmarshal(written, &samples); err != nil {
		return err
	}
	singles, bundle := newCompiler(), newCompiler()
	for _, sample := range samples {
		instance, err := jsonschema.UnmarshalJSON(strings.NewReader(string(sample.Instance)))
		if err != nil {
			return err
		}
		single, err := singles.Compile(filepath.Join(contracts, sample.Schema))
		if err != nil {
			return err
		}
		// The bundle has the schemas under the names of their files.
		name := strings.TrimSuffix(filepath.Base(sample.Schema), ".json")
		part, err := bundle.Compile(filepath.Join(contracts, "wxopen.json") + "#/$defs/" + name)
		if err != nil {
			return err
		}
		wrong, wrongInBundle := single.Validate(instance), part.Validate(instance)
		if (wrong == nil) != (wrongInBundle == nil) {
			return fmt.Errorf("%s (%s): the file says %v, the bundle %v", sample.Schema, sample.Why, wrong, wrongInBundle)
		}
		if wrong == nil {
			fmt.Println("valid")
		} else {
			fmt.Println("invalid")
		}
	}
	return nil
}

func newCompiler() *jsonschema.Compiler {
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	compiler.AssertFormat()
	compiler.AssertContent()
	compiler.AssertVocabs()
	return compiler
}
