import type { SearchWord } from './models/search.ts';
/** Half-open, in UTF-16 code units. */
export interface Span {
    start: number;
    end: number;
}
/** Where `text` says one of the words that search found it by, at most `most` times. */
export declare function findWords(text: string, words: readonly SearchWord[], most: number): Span[];
