// Tells a failure from a reply, and what codes.json says about it.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"

	"wxopen/interop/wechat"
)

type code struct {
	Name   string
	Class  string
	Remedy struct{ En string }
}

// Interface, then code.
type codes map[string]map[string]code

func readCodes(path string) (codes, error) {
	written, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var table struct{ Interfaces codes }
	err = json.Unmarshal(written, &table)
	return table.Interfaces, err
}

// An answer of any operation, of which a failure is one form.
type answer interface {
	AsFailure() (wechat.Failure, error)
}

// An error if the answer is a failure. Go decodes any object as one, so the code decides.
func refusal(endpoint string, answer answer, codes codes) error {
	failure, err := answer.AsFailure()
	if err != nil {
		return err
	}
	if written, err := failure.Errcode.MarshalJSON(); err != nil || string(written) == "null" {
		return err
	}
	number, err := integer(failure.Errcode.AsFailureErrcode0, failure.Errcode.AsFailureErrcode1)
	if err != nil || number == 0 {
		return err
	}
	key := strconv.FormatInt(number, 10)
	known, ok := codes[endpoint][key]
	if !ok {
		known = codes["*"][key]
	}
	return fmt.Errorf("%s: %s %s (%s): %s", endpoint, key, known.Name, known.Class, known.Remedy.En)
}
