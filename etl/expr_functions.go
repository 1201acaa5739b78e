package etl

import (
	"maps"
	"slices"
	"strings"
)

// pureFunctions are the functions that an expression may call: they look at their arguments only. A list of what is
// forbidden would have to know every function of every engine to come, and every aggregate combinator.
var pureFunctions = functionSet(`
	if multiIf ifNull nullIf coalesce isNull isNotNull assumeNotNull toNullable isZeroOrNull greatest least and or not xor
	equals notEquals less lessOrEquals greater greaterOrEquals transform caseWithExpression like notLike ilike notILike

	plus minus multiply divide intDiv intDivOrZero modulo moduloOrZero negate abs round roundBankers floor ceil ceiling trunc truncate
	sign sqrt pow power exp log log2 log10 bitAnd bitOr bitXor bitNot bitShiftLeft bitShiftRight isNaN isFinite isInfinite

	toString  toBool
	toInt8OrNull toInt16OrNull toInt32OrNull toInt64OrNull toUInt8OrNull toUInt16OrNull toUInt32OrNull toUInt64OrNull
	toInt8OrZero toInt16OrZero toInt32OrZero toInt64OrZero toUInt8OrZero toUInt16OrZero toUInt32OrZero toUInt64OrZero
	toInt8OrDefault toInt16OrDefault toInt32OrDefault toInt64OrDefault toUInt8OrDefault toUInt16OrDefault toUInt32OrDefault toUInt64OrDefault
	toInt8 toInt16 toInt32 toInt64 toUInt8 toUInt16 toUInt32 toUInt64 toFloat32 toFloat64
	toFloat32OrNull toFloat64OrNull toFloat32OrZero toFloat64OrZero toDecimal32 toDecimal64 toDecimal128
	toDecimal32OrNull toDecimal64OrNull toDecimal128OrNull toDecimal32OrZero toDecimal64OrZero toDecimal128OrZero
	toDate toDate32 toDateOrNull toDate32OrNull toDateTime toDateTimeOrNull toDateTime64 toDateTime64OrNull
	accurateCastOrNull accurateCastOrDefault

	length lengthUTF8 char_length empty notEmpty lower upper lowerUTF8 upperUTF8 reverse reverseUTF8 concat concatWithSeparator
	substring substr mid substringUTF8 substringIndex substringIndexUTF8 left leftUTF8 right rightUTF8 leftPad leftPadUTF8 rightPad rightPadUTF8 lpad rpad
	trim trimLeft trimRight trimBoth ltrim rtrim repeat space startsWith endsWith startsWithUTF8 endsWithUTF8 ascii char initcap initcapUTF8
	replace replaceOne replaceAll replaceRegexpOne replaceRegexpAll translate translateUTF8 normalizeUTF8NFC normalizeUTF8NFKC toValidUTF8 isValidUTF8
	position positionUTF8 positionCaseInsensitive positionCaseInsensitiveUTF8 locate countSubstrings countSubstringsCaseInsensitiveUTF8 countMatches
	match extract extractAll extractGroups extractAllGroupsVertical regexpExtract multiMatchAny multiMatchAnyIndex multiSearchAny multiSearchFirstIndex
	hasToken hasTokenCaseInsensitive hasSubsequence ngramDistance levenshteinDistance editDistance format printf soundex
	splitByChar splitByString splitByRegexp splitByWhitespace splitByNonAlpha alphaTokens tokens arrayStringConcat
	base64Encode base64Decode tryBase64Decode hex unhex encodeURLComponent decodeURLComponent decodeHTMLComponent encodeXMLComponent decodeXMLComponent extractTextFromHTML
	convertCharset byteSize crc32

	year month day hour minute second quarter toYear toQuarter toMonth toDayOfMonth toDayOfWeek toDayOfYear toHour toMinute toSecond toYYYYMM toYYYYMMDD
	toISOYear toISOWeek toWeek toStartOfYear toStartOfQuarter toStartOfMonth toLastDayOfMonth toStartOfWeek toStartOfDay toStartOfHour toMonday
	addYears addQuarters addMonths addWeeks addDays addHours addMinutes addSeconds subtractYears subtractMonths subtractWeeks subtractDays subtractHours subtractMinutes subtractSeconds
	dateDiff date_diff age makeDate makeDate32 makeDateTime makeDateTime64 formatDateTime parseDateTime parseDateTimeOrNull parseDateTimeOrZero
	parseDateTimeBestEffort parseDateTimeBestEffortOrNull parseDateTimeBestEffortUS parseDateTimeBestEffortUSOrNull fromUnixTimestamp toUnixTimestamp toTimeZone YYYYMMDDToDate YYYYMMDDToDate32 monthName

	array tuple tupleElement map mapFromArrays mapKeys mapValues mapContains arrayElement arrayElementOrNull has hasAll hasAny indexOf arrayCount
	arrayMap arrayFilter arrayExists arrayAll arrayFirst arrayFirstOrNull arrayLast arrayLastOrNull arrayFirstIndex arrayConcat arraySlice arrayReverse arraySort arrayReverseSort
	arrayDistinct arrayUniq arrayCompact arrayEnumerate arrayZip arraySum arrayMin arrayMax arrayAvg arrayFlatten arrayIntersect arrayPushBack arrayPushFront arrayPopBack arrayPopFront range emptyArrayString

	JSONExtractString JSONExtractInt JSONExtractUInt JSONExtractFloat JSONExtractBool JSONExtractRaw JSONExtractArrayRaw JSONExtractKeys JSONHas JSONLength JSONType isValidJSON
	simpleJSONExtractString simpleJSONExtractRaw simpleJSONExtractInt simpleJSONHas JSON_VALUE JSON_EXISTS

	cityHash64 sipHash64 sipHash128 xxHash64 MD5 SHA1 SHA256 SHA512 halfMD5 murmurHash3_64 farmHash64
	domain protocol path cutQueryString IPv4StringToNum IPv4NumToString isIPv4String
`)

func functionSet(names string) map[string]bool {
	set := map[string]bool{}
	for name := range strings.FieldsSeq(names) {
		set[name] = true
	}
	return set
}

func functionNames() []string { return slices.Sorted(maps.Keys(pureFunctions)) }
