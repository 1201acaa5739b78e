// JavaScript's decoder of texts drops a byte order mark at the beginning of each: that is the language's doing, not the files'. Import this
// before any reader.
globalThis.TextDecoder = class extends TextDecoder {
  constructor(label, options) {
    super(label, { ignoreBOM: true, ...options })
  }
}
