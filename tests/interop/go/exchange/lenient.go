// Reads the forms in which the service writes texts, integers, flags and lists.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"wxopen/interop/wechat"
)

// Text, or a number or a boolean as it was written.
func text(value wechat.LenientText) string {
	if text, err := value.AsLenientText0(); err == nil {
		return text
	}
	written, err := value.MarshalJSON()
	if err != nil {
		return ""
	}
	return string(written)
}

// A number, or the same in quotes.
func integer[Text ~string](number func() (int64, error), numeral func() (Text, error)) (int64, error) {
	if number, err := number(); err == nil {
		return number, nil
	}
	numerals, err := numeral()
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(string(numerals), 10, 64)
}

// "1" or "0", and "-" if there is nothing.
func flag(value *wechat.LenientFlag) (string, error) {
	if value == nil {
		return "-", nil
	}
	written, err := value.MarshalJSON()
	if err != nil {
		return "", err
	}
	switch string(written) {
	case `1`, `true`, `"1"`, `"true"`:
		return "1", nil
	case `0`, `false`, `"0"`, `"false"`:
		return "0", nil
	default:
		return "", fmt.Errorf("%s is no flag", written)
	}
}

// What is no list but may stand for one is an empty one: "" or {}.
func list[Item any](items func() ([]Item, error)) ([]Item, error) {
	found, err := items()
	var other *json.UnmarshalTypeError
	if errors.As(err, &other) && other.Field == "" && (other.Value == "string" || other.Value == "object") {
		return nil, nil
	}
	return found, err
}
