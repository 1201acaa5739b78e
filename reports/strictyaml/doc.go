// Package strictyaml reads YAML that people write into Go structs and names everything that is wrong with it at once:
// unknown and repeated keys, missing ones, values of the wrong kind; each with file, line and what would be right.
//
// Fields are named by the tag `yaml:"name"`, with ",required" after it where the key must be there. Fields may be
// structs, slices, pointers, maps from strings, booleans, integers, strings and whatever implements
// [encoding.TextUnmarshaler]; a text is given to it as it stands in the file, so decimals stay exact.
package strictyaml
