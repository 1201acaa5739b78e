package export

// Check says what is wrong with the format and its options, before anything is opened.
func (r Request) Check() error {
	_, err := settle(&r)
	return err
}
