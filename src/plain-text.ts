/** One line that shows what it holds: U+200C and U+200D join letters, all other format characters are refused. */
export const PLAIN = /^(?:[\u200C\u200D]|[^\p{Cc}\p{Cf}\p{Cs}])*$/u
