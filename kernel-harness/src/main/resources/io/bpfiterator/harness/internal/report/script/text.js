// How texts, durations and counts are written.

/** Characters that are invisible or change the text around them: controls, direction marks, lone surrogates. */
const INVISIBLE = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Surrogate}/gu;

/** Replaces each invisible character by a visible symbol. */
function visible(text) {
    return text.replace(INVISIBLE, symbolOf);
}

function symbolOf(character) {
    const code = character.codePointAt(0);
    if (code < 0x20) {
        return String.fromCodePoint(0x2400 + code);
    }
    return code === 0x7f ? '\u2421' : `\u27e8U+${code.toString(16).toUpperCase().padStart(4, '0')}\u27e9`;
}

function duration(milliseconds) {
    if (milliseconds === null) {
        return '';
    }
    if (milliseconds < 1000) {
        return `${Math.round(milliseconds)} ms`;
    }
    if (milliseconds < 60_000) {
        return `${(milliseconds / 1000).toFixed(1)} s`;
    }
    return `${Math.floor(milliseconds / 60_000)} min ${Math.floor((milliseconds % 60_000) / 1000)} s`;
}

/** "1 test", "2,000 tests". */
function count(number, noun) {
    return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}

function linesOf(text) {
    const lines = text.split('\n');
    if (lines.at(-1) === '') {
        lines.pop();
    }
    return lines;
}
