package database

import (
	"strconv"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
)

func decimal(n uint32) string { return strconv.FormatUint(uint64(n), 10) }

// wallForm is how both databases write a time without a zone; a fraction follows where there is one.
const wallForm = "2006-01-02 15:04:05"

// appendInZone writes a time of that zone as an instant in Beijing. What is no time stays as it is.
func appendInZone(dst, value []byte, zone *time.Location) []byte {
	t, err := time.ParseInLocation(wallForm, string(value), zone)
	if err != nil {
		return append(dst, value...)
	}
	return t.In(beijing).AppendFormat(dst, wallForm+".999999-07:00")
}

// toGB18030 and fromGB18030 are for names and texts of statements; what cannot be written is left to the server to refuse.
func toGB18030(text string) string {
	if out, err := simplifiedchinese.GB18030.NewEncoder().String(text); err == nil {
		return out
	}
	return text
}

func fromGB18030(text string) string {
	if out, err := simplifiedchinese.GB18030.NewDecoder().String(text); err == nil {
		return out
	}
	return text
}

// present is the time now as a database writes it in a column of the family.
func present(f family, zone *time.Location, now time.Time) string {
	if zone == nil || f == instant {
		zone = beijing
	}
	if f == date {
		return now.In(zone).Format(time.DateOnly)
	}
	return now.In(zone).Format(wallForm + ".999999")
}

// midnight is the beginning of a day of Beijing as a database writes it in a column of the family.
func midnight(f family, zone *time.Location, day time.Time) string {
	if f == date || f == word {
		return day.Format(time.DateOnly)
	}
	return present(f, zone, day)
}
