// Package mail sends e-mails through one SMTP server: with STARTTLS, with TLS from the start, or in the clear inside an intranet.
// Subjects and names of files may be Chinese (RFC 2047 and 2231).
package mail
