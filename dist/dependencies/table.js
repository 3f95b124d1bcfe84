import { t as __commonJSMin } from "../lifeboat/rolldown-runtime.js";
import { a as require_is_fullwidth_code_point, i as require_ansi_styles, r as require_emoji_regex } from "./shared.js";
// node_modules/astral-regex/index.js
var require_astral_regex = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const regex = "[\ud800-\udbff][\udc00-\udfff]";
	const astralRegex = (options) => options && options.exact ? new RegExp(`^${regex}$`) : new RegExp(regex, "g");
	module.exports = astralRegex;
}));
// node_modules/slice-ansi/index.js
var require_slice_ansi = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const isFullwidthCodePoint = require_is_fullwidth_code_point();
	const astralRegex = require_astral_regex();
	const ansiStyles = require_ansi_styles();
	const ESCAPES = ["\x1B", ""];
	const wrapAnsi = (code) => `${ESCAPES[0]}[${code}m`;
	const checkAnsi = (ansiCodes, isEscapes, endAnsiCode) => {
		let output = [];
		ansiCodes = [...ansiCodes];
		for (let ansiCode of ansiCodes) {
			const ansiCodeOrigin = ansiCode;
			if (ansiCode.includes(";")) ansiCode = ansiCode.split(";")[0][0] + "0";
			const item = ansiStyles.codes.get(Number.parseInt(ansiCode, 10));
			if (item) {
				const indexEscape = ansiCodes.indexOf(item.toString());
				if (indexEscape === -1) output.push(wrapAnsi(isEscapes ? item : ansiCodeOrigin));
				else ansiCodes.splice(indexEscape, 1);
			} else if (isEscapes) {
				output.push(wrapAnsi(0));
				break;
			} else output.push(wrapAnsi(ansiCodeOrigin));
		}
		if (isEscapes) {
			output = output.filter((element, index) => output.indexOf(element) === index);
			if (endAnsiCode !== void 0) {
				const fistEscapeCode = wrapAnsi(ansiStyles.codes.get(Number.parseInt(endAnsiCode, 10)));
				output = output.reduce((current, next) => next === fistEscapeCode ? [next, ...current] : [...current, next], []);
			}
		}
		return output.join("");
	};
	module.exports = (string, begin, end) => {
		const characters = [...string];
		const ansiCodes = [];
		let stringEnd = typeof end === "number" ? end : characters.length;
		let isInsideEscape = false;
		let ansiCode;
		let visible = 0;
		let output = "";
		for (const [index, character] of characters.entries()) {
			let leftEscape = false;
			if (ESCAPES.includes(character)) {
				const code = /\d[^m]*/.exec(string.slice(index, index + 18));
				ansiCode = code && code.length > 0 ? code[0] : void 0;
				if (visible < stringEnd) {
					isInsideEscape = true;
					if (ansiCode !== void 0) ansiCodes.push(ansiCode);
				}
			} else if (isInsideEscape && character === "m") {
				isInsideEscape = false;
				leftEscape = true;
			}
			if (!isInsideEscape && !leftEscape) visible++;
			if (!astralRegex({ exact: true }).test(character) && isFullwidthCodePoint(character.codePointAt())) {
				visible++;
				if (typeof end !== "number") stringEnd++;
			}
			if (visible > begin && visible <= stringEnd) output += character;
			else if (visible === begin && !isInsideEscape && ansiCode !== void 0) output = checkAnsi(ansiCodes);
			else if (visible >= stringEnd) {
				output += checkAnsi(ansiCodes, true, ansiCode);
				break;
			}
		}
		return output;
	};
}));
// node_modules/table/node_modules/ansi-regex/index.js
var require_ansi_regex = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = ({ onlyFirst = false } = {}) => {
		const pattern = ["[\\u001B\\u009B][[\\]()#;?]*(?:(?:(?:(?:;[-a-zA-Z\\d\\/#&.:=?%@~_]+)*|[a-zA-Z\\d]+(?:;[-a-zA-Z\\d\\/#&.:=?%@~_]*)*)?\\u0007)", "(?:(?:\\d{1,4}(?:;\\d{0,4})*)?[\\dA-PR-TZcf-ntqry=><~]))"].join("|");
		return new RegExp(pattern, onlyFirst ? void 0 : "g");
	};
}));
// node_modules/table/node_modules/strip-ansi/index.js
var require_strip_ansi = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const ansiRegex = require_ansi_regex();
	module.exports = (string) => typeof string === "string" ? string.replace(ansiRegex(), "") : string;
}));
// node_modules/table/node_modules/string-width/index.js
var require_string_width = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const stripAnsi = require_strip_ansi();
	const isFullwidthCodePoint = require_is_fullwidth_code_point();
	const emojiRegex = require_emoji_regex();
	const stringWidth = (string) => {
		if (typeof string !== "string" || string.length === 0) return 0;
		string = stripAnsi(string);
		if (string.length === 0) return 0;
		string = string.replace(emojiRegex(), "  ");
		let width = 0;
		for (let i = 0; i < string.length; i++) {
			const code = string.codePointAt(i);
			if (code <= 31 || code >= 127 && code <= 159) continue;
			if (code >= 768 && code <= 879) continue;
			if (code > 65535) i++;
			width += isFullwidthCodePoint(code) ? 2 : 1;
		}
		return width;
	};
	module.exports = stringWidth;
	module.exports.default = stringWidth;
}));
// node_modules/table/dist/src/getBorderCharacters.js
var require_getBorderCharacters = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.getBorderCharacters = void 0;
	const getBorderCharacters = (name) => {
		if (name === "honeywell") return {
			topBody: "═",
			topJoin: "╤",
			topLeft: "╔",
			topRight: "╗",
			bottomBody: "═",
			bottomJoin: "╧",
			bottomLeft: "╚",
			bottomRight: "╝",
			bodyLeft: "║",
			bodyRight: "║",
			bodyJoin: "│",
			headerJoin: "┬",
			joinBody: "─",
			joinLeft: "╟",
			joinRight: "╢",
			joinJoin: "┼",
			joinMiddleDown: "┬",
			joinMiddleUp: "┴",
			joinMiddleLeft: "┤",
			joinMiddleRight: "├"
		};
		if (name === "norc") return {
			topBody: "─",
			topJoin: "┬",
			topLeft: "┌",
			topRight: "┐",
			bottomBody: "─",
			bottomJoin: "┴",
			bottomLeft: "└",
			bottomRight: "┘",
			bodyLeft: "│",
			bodyRight: "│",
			bodyJoin: "│",
			headerJoin: "┬",
			joinBody: "─",
			joinLeft: "├",
			joinRight: "┤",
			joinJoin: "┼",
			joinMiddleDown: "┬",
			joinMiddleUp: "┴",
			joinMiddleLeft: "┤",
			joinMiddleRight: "├"
		};
		if (name === "ramac") return {
			topBody: "-",
			topJoin: "+",
			topLeft: "+",
			topRight: "+",
			bottomBody: "-",
			bottomJoin: "+",
			bottomLeft: "+",
			bottomRight: "+",
			bodyLeft: "|",
			bodyRight: "|",
			bodyJoin: "|",
			headerJoin: "+",
			joinBody: "-",
			joinLeft: "|",
			joinRight: "|",
			joinJoin: "|",
			joinMiddleDown: "+",
			joinMiddleUp: "+",
			joinMiddleLeft: "+",
			joinMiddleRight: "+"
		};
		if (name === "void") return {
			topBody: "",
			topJoin: "",
			topLeft: "",
			topRight: "",
			bottomBody: "",
			bottomJoin: "",
			bottomLeft: "",
			bottomRight: "",
			bodyLeft: "",
			bodyRight: "",
			bodyJoin: "",
			headerJoin: "",
			joinBody: "",
			joinLeft: "",
			joinRight: "",
			joinJoin: "",
			joinMiddleDown: "",
			joinMiddleUp: "",
			joinMiddleLeft: "",
			joinMiddleRight: ""
		};
		throw new Error("Unknown border template \"" + name + "\".");
	};
	exports.getBorderCharacters = getBorderCharacters;
}));
// node_modules/table/dist/src/utils.js
var require_utils = /* @__PURE__ */ __commonJSMin(((exports, module, this$3) => {
	var __importDefault = this$3 && this$3.__importDefault || function(mod) {
		return mod && mod.__esModule ? mod : { "default": mod };
	};
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.isCellInRange = exports.areCellEqual = exports.calculateRangeCoordinate = exports.flatten = exports.extractTruncates = exports.sumArray = exports.sequence = exports.distributeUnevenly = exports.countSpaceSequence = exports.groupBySizes = exports.makeBorderConfig = exports.splitAnsi = exports.normalizeString = exports.sliceAnsi = exports.stringWidth = exports.stripAnsi = exports.calculateSliceLength = exports.splitGraphemes = void 0;
	const slice_ansi_1 = __importDefault(require_slice_ansi());
	const string_width_1 = __importDefault(require_string_width());
	const strip_ansi_1 = __importDefault(require_strip_ansi());
	const getBorderCharacters_1 = require_getBorderCharacters();
	/**
	* A user-perceived character: a code point together with the combining marks, variation selectors,
	* emoji modifiers and tag characters attached to it, including zero-width joiner emoji sequences;
	* or a pair of regional indicators, which is rendered as a flag.
	*/
	const graphemeRegex = /\p{Regional_Indicator}{2}|[\s\S][\p{M}\p{Emoji_Modifier}\u{E0020}-\u{E007F}]*(?:\u200D[\s\S][\p{M}\p{Emoji_Modifier}\u{E0020}-\u{E007F}]*)*/gu;
	const printableAsciiRegex = /^[\u0020-\u007E]+$/u;
	/**
	* slice-ansi positions are not terminal columns: it advances one position per code point and two for
	* full-width BMP characters, but only one for astral characters such as emoji. Asking slice-ansi
	* directly keeps the computed boundaries aligned with how it slices.
	*/
	const countSlicePositions = (grapheme) => {
		let positions = 0;
		for (const codePoint of grapheme) positions += (0, slice_ansi_1.default)(codePoint, 0, 1) === "" ? 2 : 1;
		return positions;
	};
	const graphemeCache = /* @__PURE__ */ new Map();
	/**
	* Measures a grapheme in terminal columns and in slice-ansi positions. Measurements are cached, and the
	* cache is emptied whenever it grows large so that its memory use stays bounded.
	*/
	const measureGrapheme = (value) => {
		let grapheme = graphemeCache.get(value);
		if (!grapheme) {
			if (graphemeCache.size >= 1e4) graphemeCache.clear();
			grapheme = {
				positions: countSlicePositions(value),
				value,
				width: (0, string_width_1.default)(value)
			};
			graphemeCache.set(value, grapheme);
		}
		return grapheme;
	};
	/**
	* Splits a string without ANSI escape codes into graphemes, measured in terminal columns and in
	* slice-ansi positions.
	*
	* @internal
	*/
	const splitGraphemes = (subject) => {
		var _a;
		if (printableAsciiRegex.test(subject)) return Array.from(subject, (value) => {
			return {
				positions: 1,
				value,
				width: 1
			};
		});
		return ((_a = subject.match(graphemeRegex)) !== null && _a !== void 0 ? _a : []).map(measureGrapheme);
	};
	exports.splitGraphemes = splitGraphemes;
	/**
	* Calculates the slice-ansi length of the longest run of whole graphemes at the start of a string
	* without ANSI escape codes that fits within the given width. At least one grapheme is included, so
	* that callers always make progress.
	*
	* @internal
	*/
	const calculateSliceLength = (subject, maximumWidth) => {
		if (maximumWidth >= 1 && printableAsciiRegex.test(subject.slice(0, maximumWidth + 1))) return Math.min(subject.length, maximumWidth);
		const regex = new RegExp(graphemeRegex);
		let width = 0;
		let positions = 0;
		for (let match = regex.exec(subject); match; match = regex.exec(subject)) {
			const grapheme = measureGrapheme(match[0]);
			if (positions > 0 && width + grapheme.width > maximumWidth) break;
			width += grapheme.width;
			positions += grapheme.positions;
		}
		return positions;
	};
	exports.calculateSliceLength = calculateSliceLength;
	/**
	* A terminal hyperlink (OSC 8) sequence. An opening sequence carries the parameters and the URI of the
	* link that the text after it belongs to; a closing sequence has an empty URI.
	*/
	const hyperlinkRegex = /(\u001B\]|\u009D)8;[^\u0007\u001B\u009C;]*;([^\u0007\u001B\u009C]*)(\u0007|\u001B\\|\u009C)/gu;
	const containsHyperlink = (input) => {
		return input.includes("]8;") || input.includes("8;");
	};
	const removeHyperlinks = (input) => {
		return containsHyperlink(input) ? input.replace(hyperlinkRegex, "") : input;
	};
	/**
	* Like strip-ansi, but also removes terminal hyperlinks, whatever their URI and terminator.
	*
	* @internal
	*/
	const stripAnsi = (input) => {
		return (0, strip_ansi_1.default)(removeHyperlinks(input));
	};
	exports.stripAnsi = stripAnsi;
	/**
	* Like string-width, but also ignores terminal hyperlinks, whatever their URI and terminator.
	*
	* @internal
	*/
	const stringWidth = (input) => {
		return (0, string_width_1.default)(removeHyperlinks(input));
	};
	exports.stringWidth = stringWidth;
	/**
	* Separates the terminal hyperlinks from the rest of the input, and divides its text into runs, measured
	* in slice-ansi positions, that each belong to one hyperlink or to none.
	*/
	const splitHyperlinks = (input) => {
		const regex = new RegExp(hyperlinkRegex);
		const runs = [];
		let plain = "";
		let position = 0;
		let start = 0;
		let link;
		let lastIndex = 0;
		const appendText = (text) => {
			plain += text;
			position += (0, exports.calculateSliceLength)((0, strip_ansi_1.default)(text), Number.POSITIVE_INFINITY);
			if (position > start) {
				runs.push({
					end: position,
					link,
					start
				});
				start = position;
			}
		};
		for (let match = regex.exec(input); match; match = regex.exec(input)) {
			appendText(input.slice(lastIndex, match.index));
			const [escapeSequence, introducer, uri, terminator] = match;
			link = uri ? {
				close: introducer + "8;;" + terminator,
				open: escapeSequence
			} : void 0;
			lastIndex = regex.lastIndex;
		}
		appendText(input.slice(lastIndex));
		return {
			plain,
			runs
		};
	};
	/**
	* Like slice-ansi, but keeps terminal hyperlinks: each part of the result that belongs to a hyperlink is
	* wrapped in its own opening and closing sequences.
	*
	* @internal
	*/
	const sliceAnsi = (input, begin, end) => {
		if (!containsHyperlink(input)) return (0, slice_ansi_1.default)(input, begin, end);
		const { plain, runs } = splitHyperlinks(input);
		if (!runs.some(({ link }) => {
			return link;
		})) return (0, slice_ansi_1.default)(plain, begin, end);
		return runs.map(({ end: runEnd, link, start }) => {
			const from = Math.max(begin, start);
			const to = Math.min(end !== null && end !== void 0 ? end : Number.POSITIVE_INFINITY, runEnd);
			if (from >= to) return "";
			const text = (0, slice_ansi_1.default)(plain, from, to);
			return link ? link.open + text + link.close : text;
		}).join("");
	};
	exports.sliceAnsi = sliceAnsi;
	/**
	* Converts Windows-style newline to Unix-style
	*
	* @internal
	*/
	const normalizeString = (input) => {
		return input.replace(/\r\n/g, "\n");
	};
	exports.normalizeString = normalizeString;
	/**
	* Splits ansi string by newlines
	*
	* @internal
	*/
	const splitAnsi = (input) => {
		const lengths = (0, exports.stripAnsi)(input).split("\n").map((line) => {
			return (0, exports.calculateSliceLength)(line, Number.POSITIVE_INFINITY);
		});
		const result = [];
		let startIndex = 0;
		lengths.forEach((length) => {
			result.push(length === 0 ? "" : (0, exports.sliceAnsi)(input, startIndex, startIndex + length));
			startIndex += length + 1;
		});
		return result;
	};
	exports.splitAnsi = splitAnsi;
	/**
	* Merges user provided border characters with the default border ("honeywell") characters.
	*
	* @internal
	*/
	const makeBorderConfig = (border) => {
		return {
			...(0, getBorderCharacters_1.getBorderCharacters)("honeywell"),
			...border
		};
	};
	exports.makeBorderConfig = makeBorderConfig;
	/**
	* Groups the array into sub-arrays by sizes.
	*
	* @internal
	* @example
	* groupBySizes(['a', 'b', 'c', 'd', 'e'], [2, 1, 2]) = [ ['a', 'b'], ['c'], ['d', 'e'] ]
	*/
	const groupBySizes = (array, sizes) => {
		let startIndex = 0;
		return sizes.map((size) => {
			const group = array.slice(startIndex, startIndex + size);
			startIndex += size;
			return group;
		});
	};
	exports.groupBySizes = groupBySizes;
	/**
	* Counts the number of continuous spaces in a string
	*
	* @internal
	* @example
	* countGroupSpaces('a  bc  de f') = 3
	*/
	const countSpaceSequence = (input) => {
		var _a, _b;
		return (_b = (_a = input.match(/\s+/g)) === null || _a === void 0 ? void 0 : _a.length) !== null && _b !== void 0 ? _b : 0;
	};
	exports.countSpaceSequence = countSpaceSequence;
	/**
	* Creates the non-increasing number array given sum and length
	* whose the difference between maximum and minimum is not greater than 1
	*
	* @internal
	* @example
	* distributeUnevenly(6, 3) = [2, 2, 2]
	* distributeUnevenly(8, 3) = [3, 3, 2]
	*/
	const distributeUnevenly = (sum, length) => {
		return Array.from({ length }).fill(Math.floor(sum / length)).map((element, index) => {
			return element + (index < sum % length ? 1 : 0);
		});
	};
	exports.distributeUnevenly = distributeUnevenly;
	const sequence = (start, end) => {
		return Array.from({ length: end - start + 1 }, (_, index) => {
			return index + start;
		});
	};
	exports.sequence = sequence;
	const sumArray = (array) => {
		return array.reduce((accumulator, element) => {
			return accumulator + element;
		}, 0);
	};
	exports.sumArray = sumArray;
	const extractTruncates = (config) => {
		return config.columns.map(({ truncate }) => {
			return truncate;
		});
	};
	exports.extractTruncates = extractTruncates;
	const flatten = (array) => {
		const destination = [];
		const arrayLength = array.length;
		for (let index = 0; index < arrayLength; index++) destination.push(...array[index]);
		return destination;
	};
	exports.flatten = flatten;
	const calculateRangeCoordinate = (spanningCellConfig) => {
		const { row, col, colSpan = 1, rowSpan = 1 } = spanningCellConfig;
		return {
			bottomRight: {
				col: col + colSpan - 1,
				row: row + rowSpan - 1
			},
			topLeft: {
				col,
				row
			}
		};
	};
	exports.calculateRangeCoordinate = calculateRangeCoordinate;
	const areCellEqual = (cell1, cell2) => {
		return cell1.row === cell2.row && cell1.col === cell2.col;
	};
	exports.areCellEqual = areCellEqual;
	const isCellInRange = (cell, { topLeft, bottomRight }) => {
		return topLeft.row <= cell.row && cell.row <= bottomRight.row && topLeft.col <= cell.col && cell.col <= bottomRight.col;
	};
	exports.isCellInRange = isCellInRange;
}));
// node_modules/table/dist/src/alignString.js
var require_alignString = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.alignString = void 0;
	const utils_1 = require_utils();
	const alignLeft = (subject, width) => {
		return subject + " ".repeat(width);
	};
	const alignRight = (subject, width) => {
		return " ".repeat(width) + subject;
	};
	const alignCenter = (subject, width) => {
		return " ".repeat(Math.floor(width / 2)) + subject + " ".repeat(Math.ceil(width / 2));
	};
	const alignJustify = (subject, width) => {
		const spaceSequenceCount = (0, utils_1.countSpaceSequence)(subject);
		if (spaceSequenceCount === 0) return alignLeft(subject, width);
		const addingSpaces = (0, utils_1.distributeUnevenly)(width, spaceSequenceCount);
		if (Math.max(...addingSpaces) > 3) return alignLeft(subject, width);
		let spaceSequenceIndex = 0;
		return subject.replace(/\s+/g, (groupSpace) => {
			return groupSpace + " ".repeat(addingSpaces[spaceSequenceIndex++]);
		});
	};
	/**
	* Pads a string to the left and/or right to position the subject
	* text in a desired alignment within a container.
	*/
	const alignString = (subject, containerWidth, alignment) => {
		const subjectWidth = (0, utils_1.stringWidth)(subject);
		if (subjectWidth === containerWidth) return subject;
		if (subjectWidth > containerWidth) throw new Error("Subject parameter value width cannot be greater than the container width.");
		if (subjectWidth === 0) return " ".repeat(containerWidth);
		const availableWidth = containerWidth - subjectWidth;
		if (alignment === "left") return alignLeft(subject, availableWidth);
		if (alignment === "right") return alignRight(subject, availableWidth);
		if (alignment === "justify") return alignJustify(subject, availableWidth);
		return alignCenter(subject, availableWidth);
	};
	exports.alignString = alignString;
}));
// node_modules/table/dist/src/alignTableData.js
var require_alignTableData = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.alignTableData = void 0;
	const alignString_1 = require_alignString();
	const alignTableData = (rows, config) => {
		return rows.map((row, rowIndex) => {
			return row.map((cell, cellIndex) => {
				var _a;
				const { width, alignment } = config.columns[cellIndex];
				if ((_a = config.spanningCellManager) === null || _a === void 0 ? void 0 : _a.getContainingRange({
					col: cellIndex,
					row: rowIndex
				}, { mapped: true })) return cell;
				return (0, alignString_1.alignString)(cell, width, alignment);
			});
		});
	};
	exports.alignTableData = alignTableData;
}));
// node_modules/table/dist/src/wrapString.js
var require_wrapString = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.wrapString = void 0;
	const utils_1 = require_utils();
	/**
	* Creates an array of strings split into groups of at most size terminal columns.
	*
	* wrapText is different from would-be "chunk" implementation
	* in that whitespace characters that occur on a chunk size limit are trimmed.
	*
	*/
	const wrapString = (subject, size) => {
		let subjectSlice = subject;
		const chunks = [];
		do {
			const chunkLength = (0, utils_1.calculateSliceLength)((0, utils_1.stripAnsi)(subjectSlice), size);
			chunks.push((0, utils_1.sliceAnsi)(subjectSlice, 0, chunkLength));
			subjectSlice = (0, utils_1.sliceAnsi)(subjectSlice, chunkLength).trim();
		} while ((0, utils_1.stringWidth)(subjectSlice));
		return chunks;
	};
	exports.wrapString = wrapString;
}));
// node_modules/table/dist/src/wrapWord.js
var require_wrapWord = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.wrapWord = void 0;
	const utils_1 = require_utils();
	/**
	* Number of characters standing in for a grapheme in the wrapping expression: one per terminal column,
	* and at least one.
	*/
	const countColumns = (grapheme) => {
		return Math.max(grapheme.width, 1);
	};
	/**
	* Finds the line boundaries by matching the wrapping expression against one character per terminal
	* column, and reports each line length and the whitespace that follows it in slice-ansi positions.
	*/
	const calculateStringLengths = (input, size) => {
		const graphemes = (0, utils_1.splitGraphemes)((0, utils_1.stripAnsi)(input));
		const width = Math.max(size, 1);
		const re = new RegExp("(^.{1," + String(width) + "}(\\s+|$))|(^.{1," + String(Math.max(size - 1, 1)) + "}(\\\\|/|_|\\.|,|;|-))");
		let subject = graphemes.map((grapheme) => {
			return (grapheme.value.length === 1 ? grapheme.value : "x").repeat(countColumns(grapheme));
		}).join("");
		let index = 0;
		const consumePositions = (columns) => {
			let positions = 0;
			let remainingColumns = columns;
			while (remainingColumns > 0 && index < graphemes.length) {
				remainingColumns -= countColumns(graphemes[index]);
				positions += graphemes[index].positions;
				index += 1;
			}
			return positions;
		};
		const chunks = [];
		do {
			const match = re.exec(subject);
			let lineColumns;
			let chunkColumns;
			if (match) {
				chunkColumns = match[0].length;
				lineColumns = match[0].trimEnd().length;
			} else {
				lineColumns = index < graphemes.length ? countColumns(graphemes[index]) : 0;
				for (let next = index + 1; next < graphemes.length && lineColumns + countColumns(graphemes[next]) <= width; next += 1) lineColumns += countColumns(graphemes[next]);
				chunkColumns = lineColumns;
			}
			chunks.push([consumePositions(lineColumns), consumePositions(chunkColumns - lineColumns)]);
			subject = subject.slice(chunkColumns);
		} while (subject.length);
		return chunks;
	};
	const wrapWord = (input, size) => {
		const result = [];
		let startIndex = 0;
		calculateStringLengths(input, size).forEach(([length, offset]) => {
			result.push((0, utils_1.sliceAnsi)(input, startIndex, startIndex + length));
			startIndex += length + offset;
		});
		return result;
	};
	exports.wrapWord = wrapWord;
}));
// node_modules/table/dist/src/wrapCell.js
var require_wrapCell = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.wrapCell = void 0;
	const utils_1 = require_utils();
	const wrapString_1 = require_wrapString();
	const wrapWord_1 = require_wrapWord();
	/**
	* Wrap a single cell value into a list of lines
	*
	* Always wraps on newlines, for the remainder uses either word or string wrapping
	* depending on user configuration.
	*
	*/
	const wrapCell = (cellValue, cellWidth, useWrapWord) => {
		const cellLines = (0, utils_1.splitAnsi)(cellValue);
		for (let lineNr = 0; lineNr < cellLines.length;) {
			let lineChunks;
			if (useWrapWord) lineChunks = (0, wrapWord_1.wrapWord)(cellLines[lineNr], cellWidth);
			else lineChunks = (0, wrapString_1.wrapString)(cellLines[lineNr], cellWidth);
			cellLines.splice(lineNr, 1, ...lineChunks);
			lineNr += lineChunks.length;
		}
		return cellLines;
	};
	exports.wrapCell = wrapCell;
}));
// node_modules/table/dist/src/calculateCellHeight.js
var require_calculateCellHeight = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.calculateCellHeight = void 0;
	const wrapCell_1 = require_wrapCell();
	/**
	* Calculates height of cell content in regard to its width and word wrapping.
	*/
	const calculateCellHeight = (value, columnWidth, useWrapWord = false) => {
		return (0, wrapCell_1.wrapCell)(value, columnWidth, useWrapWord).length;
	};
	exports.calculateCellHeight = calculateCellHeight;
}));
// node_modules/table/dist/src/calculateRowHeights.js
var require_calculateRowHeights = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.calculateRowHeights = void 0;
	const calculateCellHeight_1 = require_calculateCellHeight();
	const utils_1 = require_utils();
	/**
	* Produces an array of values that describe the largest value length (height) in every row.
	*/
	const calculateRowHeights = (rows, config) => {
		const rowHeights = [];
		for (const [rowIndex, row] of rows.entries()) {
			let rowHeight = 1;
			row.forEach((cell, cellIndex) => {
				var _a;
				const containingRange = (_a = config.spanningCellManager) === null || _a === void 0 ? void 0 : _a.getContainingRange({
					col: cellIndex,
					row: rowIndex
				});
				if (!containingRange) {
					const cellHeight = (0, calculateCellHeight_1.calculateCellHeight)(cell, config.columns[cellIndex].width, config.columns[cellIndex].wrapWord);
					rowHeight = Math.max(rowHeight, cellHeight);
					return;
				}
				const { topLeft, bottomRight, height } = containingRange;
				if (rowIndex === bottomRight.row) {
					const totalOccupiedSpanningCellHeight = (0, utils_1.sumArray)(rowHeights.slice(topLeft.row));
					const totalHorizontalBorderHeight = bottomRight.row - topLeft.row;
					const totalHiddenHorizontalBorderHeight = (0, utils_1.sequence)(topLeft.row + 1, bottomRight.row).filter((horizontalBorderIndex) => {
						var _a;
						/* istanbul ignore next */
						return !((_a = config.drawHorizontalLine) === null || _a === void 0 ? void 0 : _a.call(config, horizontalBorderIndex, rows.length));
					}).length;
					const cellHeight = height - totalOccupiedSpanningCellHeight - totalHorizontalBorderHeight + totalHiddenHorizontalBorderHeight;
					rowHeight = Math.max(rowHeight, cellHeight);
				}
			});
			rowHeights.push(rowHeight);
		}
		return rowHeights;
	};
	exports.calculateRowHeights = calculateRowHeights;
}));
// node_modules/table/dist/src/drawContent.js
var require_drawContent = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.drawContent = void 0;
	const drawContent = (parameters) => {
		const { contents, separatorGetter, drawSeparator, spanningCellManager, rowIndex, elementType } = parameters;
		const contentSize = contents.length;
		const result = [];
		if (drawSeparator(0, contentSize)) result.push(separatorGetter(0, contentSize));
		contents.forEach((content, contentIndex) => {
			if (!elementType || elementType === "border" || elementType === "row") result.push(content);
			if (elementType === "cell" && rowIndex === void 0) result.push(content);
			if (elementType === "cell" && rowIndex !== void 0) {
				/* istanbul ignore next */
				const containingRange = spanningCellManager === null || spanningCellManager === void 0 ? void 0 : spanningCellManager.getContainingRange({
					col: contentIndex,
					row: rowIndex
				});
				if (!containingRange || contentIndex === containingRange.topLeft.col) result.push(content);
			}
			if (contentIndex + 1 < contentSize && drawSeparator(contentIndex + 1, contentSize)) {
				const separator = separatorGetter(contentIndex + 1, contentSize);
				if (elementType === "cell" && rowIndex !== void 0) {
					const currentCell = {
						col: contentIndex + 1,
						row: rowIndex
					};
					/* istanbul ignore next */
					const containingRange = spanningCellManager === null || spanningCellManager === void 0 ? void 0 : spanningCellManager.getContainingRange(currentCell);
					if (!containingRange || containingRange.topLeft.col === currentCell.col) result.push(separator);
				} else result.push(separator);
			}
		});
		if (drawSeparator(contentSize, contentSize)) result.push(separatorGetter(contentSize, contentSize));
		return result.join("");
	};
	exports.drawContent = drawContent;
}));
// node_modules/table/dist/src/drawBorder.js
var require_drawBorder = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.createTableBorderGetter = exports.drawBorderBottom = exports.drawBorderJoin = exports.drawBorderTop = exports.drawBorder = exports.createSeparatorGetter = exports.drawBorderSegments = void 0;
	const drawContent_1 = require_drawContent();
	const drawBorderSegments = (columnWidths, parameters) => {
		const { separator, horizontalBorderIndex, spanningCellManager } = parameters;
		return columnWidths.map((columnWidth, columnIndex) => {
			const normalSegment = separator.body.repeat(columnWidth);
			if (horizontalBorderIndex === void 0) return normalSegment;
			/* istanbul ignore next */
			const range = spanningCellManager === null || spanningCellManager === void 0 ? void 0 : spanningCellManager.getContainingRange({
				col: columnIndex,
				row: horizontalBorderIndex
			});
			if (!range) return normalSegment;
			const { topLeft } = range;
			if (horizontalBorderIndex === topLeft.row) return normalSegment;
			if (columnIndex !== topLeft.col) return "";
			return range.extractBorderContent(horizontalBorderIndex);
		});
	};
	exports.drawBorderSegments = drawBorderSegments;
	const createSeparatorGetter = (dependencies) => {
		const { separator, spanningCellManager, horizontalBorderIndex, rowCount } = dependencies;
		return (verticalBorderIndex, columnCount) => {
			const inSameRange = spanningCellManager === null || spanningCellManager === void 0 ? void 0 : spanningCellManager.inSameRange;
			if (horizontalBorderIndex !== void 0 && inSameRange) {
				const topCell = {
					col: verticalBorderIndex,
					row: horizontalBorderIndex - 1
				};
				const leftCell = {
					col: verticalBorderIndex - 1,
					row: horizontalBorderIndex
				};
				const oppositeCell = {
					col: verticalBorderIndex - 1,
					row: horizontalBorderIndex - 1
				};
				const currentCell = {
					col: verticalBorderIndex,
					row: horizontalBorderIndex
				};
				const pairs = [
					[oppositeCell, topCell],
					[topCell, currentCell],
					[currentCell, leftCell],
					[leftCell, oppositeCell]
				];
				if (verticalBorderIndex === 0) {
					if (inSameRange(currentCell, topCell) && separator.bodyJoinOuter) return separator.bodyJoinOuter;
					return separator.left;
				}
				if (verticalBorderIndex === columnCount) {
					if (inSameRange(oppositeCell, leftCell) && separator.bodyJoinOuter) return separator.bodyJoinOuter;
					return separator.right;
				}
				if (horizontalBorderIndex === 0) {
					if (inSameRange(currentCell, leftCell)) return separator.body;
					return separator.join;
				}
				if (horizontalBorderIndex === rowCount) {
					if (inSameRange(topCell, oppositeCell)) return separator.body;
					return separator.join;
				}
				const sameRangeCount = pairs.map((pair) => {
					return inSameRange(...pair);
				}).filter(Boolean).length;
				if (sameRangeCount === 0) return separator.join;
				if (sameRangeCount === 4) return "";
				if (sameRangeCount === 2) {
					if (inSameRange(...pairs[1]) && inSameRange(...pairs[3]) && separator.bodyJoinInner) return separator.bodyJoinInner;
					return separator.body;
				}
				/* istanbul ignore next */
				if (sameRangeCount === 1) {
					if (!separator.joinRight || !separator.joinLeft || !separator.joinUp || !separator.joinDown) throw new Error(`Can not get border separator for position [${horizontalBorderIndex}, ${verticalBorderIndex}]`);
					if (inSameRange(...pairs[0])) return separator.joinDown;
					if (inSameRange(...pairs[1])) return separator.joinLeft;
					if (inSameRange(...pairs[2])) return separator.joinUp;
					return separator.joinRight;
				}
				/* istanbul ignore next */
				throw new Error("Invalid case");
			}
			if (verticalBorderIndex === 0) return separator.left;
			if (verticalBorderIndex === columnCount) return separator.right;
			return separator.join;
		};
	};
	exports.createSeparatorGetter = createSeparatorGetter;
	const drawBorder = (columnWidths, parameters) => {
		const borderSegments = (0, exports.drawBorderSegments)(columnWidths, parameters);
		const { drawVerticalLine, horizontalBorderIndex, spanningCellManager } = parameters;
		return (0, drawContent_1.drawContent)({
			contents: borderSegments,
			drawSeparator: drawVerticalLine,
			elementType: "border",
			rowIndex: horizontalBorderIndex,
			separatorGetter: (0, exports.createSeparatorGetter)(parameters),
			spanningCellManager
		}) + "\n";
	};
	exports.drawBorder = drawBorder;
	const drawBorderTop = (columnWidths, parameters) => {
		const { border } = parameters;
		const result = (0, exports.drawBorder)(columnWidths, {
			...parameters,
			separator: {
				body: border.topBody,
				join: border.topJoin,
				left: border.topLeft,
				right: border.topRight
			}
		});
		if (result === "\n") return "";
		return result;
	};
	exports.drawBorderTop = drawBorderTop;
	const drawBorderJoin = (columnWidths, parameters) => {
		const { border } = parameters;
		return (0, exports.drawBorder)(columnWidths, {
			...parameters,
			separator: {
				body: border.joinBody,
				bodyJoinInner: border.bodyJoin,
				bodyJoinOuter: border.bodyLeft,
				join: border.joinJoin,
				joinDown: border.joinMiddleDown,
				joinLeft: border.joinMiddleLeft,
				joinRight: border.joinMiddleRight,
				joinUp: border.joinMiddleUp,
				left: border.joinLeft,
				right: border.joinRight
			}
		});
	};
	exports.drawBorderJoin = drawBorderJoin;
	const drawBorderBottom = (columnWidths, parameters) => {
		const { border } = parameters;
		return (0, exports.drawBorder)(columnWidths, {
			...parameters,
			separator: {
				body: border.bottomBody,
				join: border.bottomJoin,
				left: border.bottomLeft,
				right: border.bottomRight
			}
		});
	};
	exports.drawBorderBottom = drawBorderBottom;
	const createTableBorderGetter = (columnWidths, parameters) => {
		return (index, size) => {
			const drawBorderParameters = {
				...parameters,
				horizontalBorderIndex: index
			};
			if (index === 0) return (0, exports.drawBorderTop)(columnWidths, drawBorderParameters);
			else if (index === size) return (0, exports.drawBorderBottom)(columnWidths, drawBorderParameters);
			return (0, exports.drawBorderJoin)(columnWidths, drawBorderParameters);
		};
	};
	exports.createTableBorderGetter = createTableBorderGetter;
}));
// node_modules/table/dist/src/drawRow.js
var require_drawRow = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.drawRow = void 0;
	const drawContent_1 = require_drawContent();
	const drawRow = (row, config) => {
		const { border, drawVerticalLine, rowIndex, spanningCellManager } = config;
		return (0, drawContent_1.drawContent)({
			contents: row,
			drawSeparator: drawVerticalLine,
			elementType: "cell",
			rowIndex,
			separatorGetter: (index, columnCount) => {
				if (index === 0) return border.bodyLeft;
				if (index === columnCount) return border.bodyRight;
				return border.bodyJoin;
			},
			spanningCellManager
		}) + "\n";
	};
	exports.drawRow = drawRow;
}));
// node_modules/fast-deep-equal/index.js
var require_fast_deep_equal = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = function equal(a, b) {
		if (a === b) return true;
		if (a && b && typeof a == "object" && typeof b == "object") {
			if (a.constructor !== b.constructor) return false;
			var length, i, keys;
			if (Array.isArray(a)) {
				length = a.length;
				if (length != b.length) return false;
				for (i = length; i-- !== 0;) if (!equal(a[i], b[i])) return false;
				return true;
			}
			if (a.constructor === RegExp) return a.source === b.source && a.flags === b.flags;
			if (a.valueOf !== Object.prototype.valueOf) return a.valueOf() === b.valueOf();
			if (a.toString !== Object.prototype.toString) return a.toString() === b.toString();
			keys = Object.keys(a);
			length = keys.length;
			if (length !== Object.keys(b).length) return false;
			for (i = length; i-- !== 0;) if (!Object.prototype.hasOwnProperty.call(b, keys[i])) return false;
			for (i = length; i-- !== 0;) {
				var key = keys[i];
				if (!equal(a[key], b[key])) return false;
			}
			return true;
		}
		return a !== a && b !== b;
	};
}));
// node_modules/ajv/dist/runtime/equal.js
var require_equal = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	const equal = require_fast_deep_equal();
	equal.code = "require(\"ajv/dist/runtime/equal\").default";
	exports.default = equal;
}));
// node_modules/table/dist/src/generated/validators.js
var require_validators = /* @__PURE__ */ __commonJSMin(((exports) => {
	exports["config.json"] = validate43;
	const schema13 = {
		"$id": "config.json",
		"$schema": "http://json-schema.org/draft-07/schema#",
		"type": "object",
		"properties": {
			"border": { "$ref": "shared.json#/definitions/borders" },
			"header": {
				"type": "object",
				"properties": {
					"content": { "type": "string" },
					"alignment": { "$ref": "shared.json#/definitions/alignment" },
					"wrapWord": { "type": "boolean" },
					"truncate": { "type": "integer" },
					"paddingLeft": { "type": "integer" },
					"paddingRight": { "type": "integer" }
				},
				"required": ["content"],
				"additionalProperties": false
			},
			"columns": { "$ref": "shared.json#/definitions/columns" },
			"columnDefault": { "$ref": "shared.json#/definitions/column" },
			"drawVerticalLine": { "typeof": "function" },
			"drawHorizontalLine": { "typeof": "function" },
			"singleLine": { "typeof": "boolean" },
			"spanningCells": {
				"type": "array",
				"items": {
					"type": "object",
					"properties": {
						"col": {
							"type": "integer",
							"minimum": 0
						},
						"row": {
							"type": "integer",
							"minimum": 0
						},
						"colSpan": {
							"type": "integer",
							"minimum": 1
						},
						"rowSpan": {
							"type": "integer",
							"minimum": 1
						},
						"alignment": { "$ref": "shared.json#/definitions/alignment" },
						"verticalAlignment": { "$ref": "shared.json#/definitions/verticalAlignment" },
						"wrapWord": { "type": "boolean" },
						"truncate": { "type": "integer" },
						"paddingLeft": { "type": "integer" },
						"paddingRight": { "type": "integer" }
					},
					"required": ["row", "col"],
					"additionalProperties": false
				}
			}
		},
		"additionalProperties": false
	};
	const schema15 = {
		"type": "object",
		"properties": {
			"topBody": { "$ref": "#/definitions/border" },
			"topJoin": { "$ref": "#/definitions/border" },
			"topLeft": { "$ref": "#/definitions/border" },
			"topRight": { "$ref": "#/definitions/border" },
			"bottomBody": { "$ref": "#/definitions/border" },
			"bottomJoin": { "$ref": "#/definitions/border" },
			"bottomLeft": { "$ref": "#/definitions/border" },
			"bottomRight": { "$ref": "#/definitions/border" },
			"bodyLeft": { "$ref": "#/definitions/border" },
			"bodyRight": { "$ref": "#/definitions/border" },
			"bodyJoin": { "$ref": "#/definitions/border" },
			"headerJoin": { "$ref": "#/definitions/border" },
			"joinBody": { "$ref": "#/definitions/border" },
			"joinLeft": { "$ref": "#/definitions/border" },
			"joinRight": { "$ref": "#/definitions/border" },
			"joinJoin": { "$ref": "#/definitions/border" },
			"joinMiddleUp": { "$ref": "#/definitions/border" },
			"joinMiddleDown": { "$ref": "#/definitions/border" },
			"joinMiddleLeft": { "$ref": "#/definitions/border" },
			"joinMiddleRight": { "$ref": "#/definitions/border" }
		},
		"additionalProperties": false
	};
	const func8 = Object.prototype.hasOwnProperty;
	function validate46(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
		let vErrors = null;
		let errors = 0;
		if (typeof data !== "string") {
			const err0 = {
				instancePath,
				schemaPath: "#/type",
				keyword: "type",
				params: { type: "string" },
				message: "must be string"
			};
			if (vErrors === null) vErrors = [err0];
			else vErrors.push(err0);
			errors++;
		}
		validate46.errors = vErrors;
		return errors === 0;
	}
	function validate45(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
		let vErrors = null;
		let errors = 0;
		if (data && typeof data == "object" && !Array.isArray(data)) {
			for (const key0 in data) if (!func8.call(schema15.properties, key0)) {
				const err0 = {
					instancePath,
					schemaPath: "#/additionalProperties",
					keyword: "additionalProperties",
					params: { additionalProperty: key0 },
					message: "must NOT have additional properties"
				};
				if (vErrors === null) vErrors = [err0];
				else vErrors.push(err0);
				errors++;
			}
			if (data.topBody !== void 0) {
				if (!validate46(data.topBody, {
					instancePath: instancePath + "/topBody",
					parentData: data,
					parentDataProperty: "topBody",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.topJoin !== void 0) {
				if (!validate46(data.topJoin, {
					instancePath: instancePath + "/topJoin",
					parentData: data,
					parentDataProperty: "topJoin",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.topLeft !== void 0) {
				if (!validate46(data.topLeft, {
					instancePath: instancePath + "/topLeft",
					parentData: data,
					parentDataProperty: "topLeft",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.topRight !== void 0) {
				if (!validate46(data.topRight, {
					instancePath: instancePath + "/topRight",
					parentData: data,
					parentDataProperty: "topRight",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.bottomBody !== void 0) {
				if (!validate46(data.bottomBody, {
					instancePath: instancePath + "/bottomBody",
					parentData: data,
					parentDataProperty: "bottomBody",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.bottomJoin !== void 0) {
				if (!validate46(data.bottomJoin, {
					instancePath: instancePath + "/bottomJoin",
					parentData: data,
					parentDataProperty: "bottomJoin",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.bottomLeft !== void 0) {
				if (!validate46(data.bottomLeft, {
					instancePath: instancePath + "/bottomLeft",
					parentData: data,
					parentDataProperty: "bottomLeft",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.bottomRight !== void 0) {
				if (!validate46(data.bottomRight, {
					instancePath: instancePath + "/bottomRight",
					parentData: data,
					parentDataProperty: "bottomRight",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.bodyLeft !== void 0) {
				if (!validate46(data.bodyLeft, {
					instancePath: instancePath + "/bodyLeft",
					parentData: data,
					parentDataProperty: "bodyLeft",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.bodyRight !== void 0) {
				if (!validate46(data.bodyRight, {
					instancePath: instancePath + "/bodyRight",
					parentData: data,
					parentDataProperty: "bodyRight",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.bodyJoin !== void 0) {
				if (!validate46(data.bodyJoin, {
					instancePath: instancePath + "/bodyJoin",
					parentData: data,
					parentDataProperty: "bodyJoin",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.headerJoin !== void 0) {
				if (!validate46(data.headerJoin, {
					instancePath: instancePath + "/headerJoin",
					parentData: data,
					parentDataProperty: "headerJoin",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.joinBody !== void 0) {
				if (!validate46(data.joinBody, {
					instancePath: instancePath + "/joinBody",
					parentData: data,
					parentDataProperty: "joinBody",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.joinLeft !== void 0) {
				if (!validate46(data.joinLeft, {
					instancePath: instancePath + "/joinLeft",
					parentData: data,
					parentDataProperty: "joinLeft",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.joinRight !== void 0) {
				if (!validate46(data.joinRight, {
					instancePath: instancePath + "/joinRight",
					parentData: data,
					parentDataProperty: "joinRight",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.joinJoin !== void 0) {
				if (!validate46(data.joinJoin, {
					instancePath: instancePath + "/joinJoin",
					parentData: data,
					parentDataProperty: "joinJoin",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.joinMiddleUp !== void 0) {
				if (!validate46(data.joinMiddleUp, {
					instancePath: instancePath + "/joinMiddleUp",
					parentData: data,
					parentDataProperty: "joinMiddleUp",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.joinMiddleDown !== void 0) {
				if (!validate46(data.joinMiddleDown, {
					instancePath: instancePath + "/joinMiddleDown",
					parentData: data,
					parentDataProperty: "joinMiddleDown",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.joinMiddleLeft !== void 0) {
				if (!validate46(data.joinMiddleLeft, {
					instancePath: instancePath + "/joinMiddleLeft",
					parentData: data,
					parentDataProperty: "joinMiddleLeft",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.joinMiddleRight !== void 0) {
				if (!validate46(data.joinMiddleRight, {
					instancePath: instancePath + "/joinMiddleRight",
					parentData: data,
					parentDataProperty: "joinMiddleRight",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
		} else {
			const err1 = {
				instancePath,
				schemaPath: "#/type",
				keyword: "type",
				params: { type: "object" },
				message: "must be object"
			};
			if (vErrors === null) vErrors = [err1];
			else vErrors.push(err1);
			errors++;
		}
		validate45.errors = vErrors;
		return errors === 0;
	}
	const schema17 = {
		"type": "string",
		"enum": [
			"left",
			"right",
			"center",
			"justify"
		]
	};
	require_equal().default;
	function validate68(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
		let vErrors = null;
		let errors = 0;
		if (typeof data !== "string") {
			const err0 = {
				instancePath,
				schemaPath: "#/type",
				keyword: "type",
				params: { type: "string" },
				message: "must be string"
			};
			if (vErrors === null) vErrors = [err0];
			else vErrors.push(err0);
			errors++;
		}
		if (!(data === "left" || data === "right" || data === "center" || data === "justify")) {
			const err1 = {
				instancePath,
				schemaPath: "#/enum",
				keyword: "enum",
				params: { allowedValues: schema17.enum },
				message: "must be equal to one of the allowed values"
			};
			if (vErrors === null) vErrors = [err1];
			else vErrors.push(err1);
			errors++;
		}
		validate68.errors = vErrors;
		return errors === 0;
	}
	const pattern0 = /* @__PURE__ */ new RegExp("^[0-9]+$", "u");
	function validate72(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
		let vErrors = null;
		let errors = 0;
		if (typeof data !== "string") {
			const err0 = {
				instancePath,
				schemaPath: "#/type",
				keyword: "type",
				params: { type: "string" },
				message: "must be string"
			};
			if (vErrors === null) vErrors = [err0];
			else vErrors.push(err0);
			errors++;
		}
		if (!(data === "left" || data === "right" || data === "center" || data === "justify")) {
			const err1 = {
				instancePath,
				schemaPath: "#/enum",
				keyword: "enum",
				params: { allowedValues: schema17.enum },
				message: "must be equal to one of the allowed values"
			};
			if (vErrors === null) vErrors = [err1];
			else vErrors.push(err1);
			errors++;
		}
		validate72.errors = vErrors;
		return errors === 0;
	}
	const schema21 = {
		"type": "string",
		"enum": [
			"top",
			"middle",
			"bottom"
		]
	};
	function validate74(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
		let vErrors = null;
		let errors = 0;
		if (typeof data !== "string") {
			const err0 = {
				instancePath,
				schemaPath: "#/type",
				keyword: "type",
				params: { type: "string" },
				message: "must be string"
			};
			if (vErrors === null) vErrors = [err0];
			else vErrors.push(err0);
			errors++;
		}
		if (!(data === "top" || data === "middle" || data === "bottom")) {
			const err1 = {
				instancePath,
				schemaPath: "#/enum",
				keyword: "enum",
				params: { allowedValues: schema21.enum },
				message: "must be equal to one of the allowed values"
			};
			if (vErrors === null) vErrors = [err1];
			else vErrors.push(err1);
			errors++;
		}
		validate74.errors = vErrors;
		return errors === 0;
	}
	function validate71(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
		let vErrors = null;
		let errors = 0;
		if (data && typeof data == "object" && !Array.isArray(data)) {
			for (const key0 in data) if (!(key0 === "alignment" || key0 === "verticalAlignment" || key0 === "width" || key0 === "wrapWord" || key0 === "truncate" || key0 === "paddingLeft" || key0 === "paddingRight")) {
				const err0 = {
					instancePath,
					schemaPath: "#/additionalProperties",
					keyword: "additionalProperties",
					params: { additionalProperty: key0 },
					message: "must NOT have additional properties"
				};
				if (vErrors === null) vErrors = [err0];
				else vErrors.push(err0);
				errors++;
			}
			if (data.alignment !== void 0) {
				if (!validate72(data.alignment, {
					instancePath: instancePath + "/alignment",
					parentData: data,
					parentDataProperty: "alignment",
					rootData
				})) {
					vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);
					errors = vErrors.length;
				}
			}
			if (data.verticalAlignment !== void 0) {
				if (!validate74(data.verticalAlignment, {
					instancePath: instancePath + "/verticalAlignment",
					parentData: data,
					parentDataProperty: "verticalAlignment",
					rootData
				})) {
					vErrors = vErrors === null ? validate74.errors : vErrors.concat(validate74.errors);
					errors = vErrors.length;
				}
			}
			if (data.width !== void 0) {
				let data2 = data.width;
				if (!(typeof data2 == "number" && !(data2 % 1) && !isNaN(data2) && isFinite(data2))) {
					const err1 = {
						instancePath: instancePath + "/width",
						schemaPath: "#/properties/width/type",
						keyword: "type",
						params: { type: "integer" },
						message: "must be integer"
					};
					if (vErrors === null) vErrors = [err1];
					else vErrors.push(err1);
					errors++;
				}
				if (typeof data2 == "number" && isFinite(data2)) {
					if (data2 < 1 || isNaN(data2)) {
						const err2 = {
							instancePath: instancePath + "/width",
							schemaPath: "#/properties/width/minimum",
							keyword: "minimum",
							params: {
								comparison: ">=",
								limit: 1
							},
							message: "must be >= 1"
						};
						if (vErrors === null) vErrors = [err2];
						else vErrors.push(err2);
						errors++;
					}
				}
			}
			if (data.wrapWord !== void 0) {
				if (typeof data.wrapWord !== "boolean") {
					const err3 = {
						instancePath: instancePath + "/wrapWord",
						schemaPath: "#/properties/wrapWord/type",
						keyword: "type",
						params: { type: "boolean" },
						message: "must be boolean"
					};
					if (vErrors === null) vErrors = [err3];
					else vErrors.push(err3);
					errors++;
				}
			}
			if (data.truncate !== void 0) {
				let data4 = data.truncate;
				if (!(typeof data4 == "number" && !(data4 % 1) && !isNaN(data4) && isFinite(data4))) {
					const err4 = {
						instancePath: instancePath + "/truncate",
						schemaPath: "#/properties/truncate/type",
						keyword: "type",
						params: { type: "integer" },
						message: "must be integer"
					};
					if (vErrors === null) vErrors = [err4];
					else vErrors.push(err4);
					errors++;
				}
			}
			if (data.paddingLeft !== void 0) {
				let data5 = data.paddingLeft;
				if (!(typeof data5 == "number" && !(data5 % 1) && !isNaN(data5) && isFinite(data5))) {
					const err5 = {
						instancePath: instancePath + "/paddingLeft",
						schemaPath: "#/properties/paddingLeft/type",
						keyword: "type",
						params: { type: "integer" },
						message: "must be integer"
					};
					if (vErrors === null) vErrors = [err5];
					else vErrors.push(err5);
					errors++;
				}
			}
			if (data.paddingRight !== void 0) {
				let data6 = data.paddingRight;
				if (!(typeof data6 == "number" && !(data6 % 1) && !isNaN(data6) && isFinite(data6))) {
					const err6 = {
						instancePath: instancePath + "/paddingRight",
						schemaPath: "#/properties/paddingRight/type",
						keyword: "type",
						params: { type: "integer" },
						message: "must be integer"
					};
					if (vErrors === null) vErrors = [err6];
					else vErrors.push(err6);
					errors++;
				}
			}
		} else {
			const err7 = {
				instancePath,
				schemaPath: "#/type",
				keyword: "type",
				params: { type: "object" },
				message: "must be object"
			};
			if (vErrors === null) vErrors = [err7];
			else vErrors.push(err7);
			errors++;
		}
		validate71.errors = vErrors;
		return errors === 0;
	}
	function validate70(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
		let vErrors = null;
		let errors = 0;
		const _errs0 = errors;
		let valid0 = false;
		let passing0 = null;
		const _errs1 = errors;
		if (data && typeof data == "object" && !Array.isArray(data)) {
			for (const key0 in data) if (!pattern0.test(key0)) {
				const err0 = {
					instancePath,
					schemaPath: "#/oneOf/0/additionalProperties",
					keyword: "additionalProperties",
					params: { additionalProperty: key0 },
					message: "must NOT have additional properties"
				};
				if (vErrors === null) vErrors = [err0];
				else vErrors.push(err0);
				errors++;
			}
			for (const key1 in data) if (pattern0.test(key1)) {
				if (!validate71(data[key1], {
					instancePath: instancePath + "/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),
					parentData: data,
					parentDataProperty: key1,
					rootData
				})) {
					vErrors = vErrors === null ? validate71.errors : vErrors.concat(validate71.errors);
					errors = vErrors.length;
				}
			}
		} else {
			const err1 = {
				instancePath,
				schemaPath: "#/oneOf/0/type",
				keyword: "type",
				params: { type: "object" },
				message: "must be object"
			};
			if (vErrors === null) vErrors = [err1];
			else vErrors.push(err1);
			errors++;
		}
		var _valid0 = _errs1 === errors;
		if (_valid0) {
			valid0 = true;
			passing0 = 0;
		}
		const _errs5 = errors;
		if (Array.isArray(data)) {
			const len0 = data.length;
			for (let i0 = 0; i0 < len0; i0++) if (!validate71(data[i0], {
				instancePath: instancePath + "/" + i0,
				parentData: data,
				parentDataProperty: i0,
				rootData
			})) {
				vErrors = vErrors === null ? validate71.errors : vErrors.concat(validate71.errors);
				errors = vErrors.length;
			}
		} else {
			const err2 = {
				instancePath,
				schemaPath: "#/oneOf/1/type",
				keyword: "type",
				params: { type: "array" },
				message: "must be array"
			};
			if (vErrors === null) vErrors = [err2];
			else vErrors.push(err2);
			errors++;
		}
		var _valid0 = _errs5 === errors;
		if (_valid0 && valid0) {
			valid0 = false;
			passing0 = [passing0, 1];
		} else if (_valid0) {
			valid0 = true;
			passing0 = 1;
		}
		if (!valid0) {
			const err3 = {
				instancePath,
				schemaPath: "#/oneOf",
				keyword: "oneOf",
				params: { passingSchemas: passing0 },
				message: "must match exactly one schema in oneOf"
			};
			if (vErrors === null) vErrors = [err3];
			else vErrors.push(err3);
			errors++;
		} else {
			errors = _errs0;
			if (vErrors !== null) {
				if (_errs0) vErrors.length = _errs0;
				else vErrors = null;
			}
		}
		validate70.errors = vErrors;
		return errors === 0;
	}
	function validate79(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
		let vErrors = null;
		let errors = 0;
		if (data && typeof data == "object" && !Array.isArray(data)) {
			for (const key0 in data) if (!(key0 === "alignment" || key0 === "verticalAlignment" || key0 === "width" || key0 === "wrapWord" || key0 === "truncate" || key0 === "paddingLeft" || key0 === "paddingRight")) {
				const err0 = {
					instancePath,
					schemaPath: "#/additionalProperties",
					keyword: "additionalProperties",
					params: { additionalProperty: key0 },
					message: "must NOT have additional properties"
				};
				if (vErrors === null) vErrors = [err0];
				else vErrors.push(err0);
				errors++;
			}
			if (data.alignment !== void 0) {
				if (!validate72(data.alignment, {
					instancePath: instancePath + "/alignment",
					parentData: data,
					parentDataProperty: "alignment",
					rootData
				})) {
					vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);
					errors = vErrors.length;
				}
			}
			if (data.verticalAlignment !== void 0) {
				if (!validate74(data.verticalAlignment, {
					instancePath: instancePath + "/verticalAlignment",
					parentData: data,
					parentDataProperty: "verticalAlignment",
					rootData
				})) {
					vErrors = vErrors === null ? validate74.errors : vErrors.concat(validate74.errors);
					errors = vErrors.length;
				}
			}
			if (data.width !== void 0) {
				let data2 = data.width;
				if (!(typeof data2 == "number" && !(data2 % 1) && !isNaN(data2) && isFinite(data2))) {
					const err1 = {
						instancePath: instancePath + "/width",
						schemaPath: "#/properties/width/type",
						keyword: "type",
						params: { type: "integer" },
						message: "must be integer"
					};
					if (vErrors === null) vErrors = [err1];
					else vErrors.push(err1);
					errors++;
				}
				if (typeof data2 == "number" && isFinite(data2)) {
					if (data2 < 1 || isNaN(data2)) {
						const err2 = {
							instancePath: instancePath + "/width",
							schemaPath: "#/properties/width/minimum",
							keyword: "minimum",
							params: {
								comparison: ">=",
								limit: 1
							},
							message: "must be >= 1"
						};
						if (vErrors === null) vErrors = [err2];
						else vErrors.push(err2);
						errors++;
					}
				}
			}
			if (data.wrapWord !== void 0) {
				if (typeof data.wrapWord !== "boolean") {
					const err3 = {
						instancePath: instancePath + "/wrapWord",
						schemaPath: "#/properties/wrapWord/type",
						keyword: "type",
						params: { type: "boolean" },
						message: "must be boolean"
					};
					if (vErrors === null) vErrors = [err3];
					else vErrors.push(err3);
					errors++;
				}
			}
			if (data.truncate !== void 0) {
				let data4 = data.truncate;
				if (!(typeof data4 == "number" && !(data4 % 1) && !isNaN(data4) && isFinite(data4))) {
					const err4 = {
						instancePath: instancePath + "/truncate",
						schemaPath: "#/properties/truncate/type",
						keyword: "type",
						params: { type: "integer" },
						message: "must be integer"
					};
					if (vErrors === null) vErrors = [err4];
					else vErrors.push(err4);
					errors++;
				}
			}
			if (data.paddingLeft !== void 0) {
				let data5 = data.paddingLeft;
				if (!(typeof data5 == "number" && !(data5 % 1) && !isNaN(data5) && isFinite(data5))) {
					const err5 = {
						instancePath: instancePath + "/paddingLeft",
						schemaPath: "#/properties/paddingLeft/type",
						keyword: "type",
						params: { type: "integer" },
						message: "must be integer"
					};
					if (vErrors === null) vErrors = [err5];
					else vErrors.push(err5);
					errors++;
				}
			}
			if (data.paddingRight !== void 0) {
				let data6 = data.paddingRight;
				if (!(typeof data6 == "number" && !(data6 % 1) && !isNaN(data6) && isFinite(data6))) {
					const err6 = {
						instancePath: instancePath + "/paddingRight",
						schemaPath: "#/properties/paddingRight/type",
						keyword: "type",
						params: { type: "integer" },
						message: "must be integer"
					};
					if (vErrors === null) vErrors = [err6];
					else vErrors.push(err6);
					errors++;
				}
			}
		} else {
			const err7 = {
				instancePath,
				schemaPath: "#/type",
				keyword: "type",
				params: { type: "object" },
				message: "must be object"
			};
			if (vErrors === null) vErrors = [err7];
			else vErrors.push(err7);
			errors++;
		}
		validate79.errors = vErrors;
		return errors === 0;
	}
	function validate84(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
		let vErrors = null;
		let errors = 0;
		if (typeof data !== "string") {
			const err0 = {
				instancePath,
				schemaPath: "#/type",
				keyword: "type",
				params: { type: "string" },
				message: "must be string"
			};
			if (vErrors === null) vErrors = [err0];
			else vErrors.push(err0);
			errors++;
		}
		if (!(data === "top" || data === "middle" || data === "bottom")) {
			const err1 = {
				instancePath,
				schemaPath: "#/enum",
				keyword: "enum",
				params: { allowedValues: schema21.enum },
				message: "must be equal to one of the allowed values"
			};
			if (vErrors === null) vErrors = [err1];
			else vErrors.push(err1);
			errors++;
		}
		validate84.errors = vErrors;
		return errors === 0;
	}
	function validate43(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
		let vErrors = null;
		let errors = 0;
		if (data && typeof data == "object" && !Array.isArray(data)) {
			for (const key0 in data) if (!(key0 === "border" || key0 === "header" || key0 === "columns" || key0 === "columnDefault" || key0 === "drawVerticalLine" || key0 === "drawHorizontalLine" || key0 === "singleLine" || key0 === "spanningCells")) {
				const err0 = {
					instancePath,
					schemaPath: "#/additionalProperties",
					keyword: "additionalProperties",
					params: { additionalProperty: key0 },
					message: "must NOT have additional properties"
				};
				if (vErrors === null) vErrors = [err0];
				else vErrors.push(err0);
				errors++;
			}
			if (data.border !== void 0) {
				if (!validate45(data.border, {
					instancePath: instancePath + "/border",
					parentData: data,
					parentDataProperty: "border",
					rootData
				})) {
					vErrors = vErrors === null ? validate45.errors : vErrors.concat(validate45.errors);
					errors = vErrors.length;
				}
			}
			if (data.header !== void 0) {
				let data1 = data.header;
				if (data1 && typeof data1 == "object" && !Array.isArray(data1)) {
					if (data1.content === void 0) {
						const err1 = {
							instancePath: instancePath + "/header",
							schemaPath: "#/properties/header/required",
							keyword: "required",
							params: { missingProperty: "content" },
							message: "must have required property 'content'"
						};
						if (vErrors === null) vErrors = [err1];
						else vErrors.push(err1);
						errors++;
					}
					for (const key1 in data1) if (!(key1 === "content" || key1 === "alignment" || key1 === "wrapWord" || key1 === "truncate" || key1 === "paddingLeft" || key1 === "paddingRight")) {
						const err2 = {
							instancePath: instancePath + "/header",
							schemaPath: "#/properties/header/additionalProperties",
							keyword: "additionalProperties",
							params: { additionalProperty: key1 },
							message: "must NOT have additional properties"
						};
						if (vErrors === null) vErrors = [err2];
						else vErrors.push(err2);
						errors++;
					}
					if (data1.content !== void 0) {
						if (typeof data1.content !== "string") {
							const err3 = {
								instancePath: instancePath + "/header/content",
								schemaPath: "#/properties/header/properties/content/type",
								keyword: "type",
								params: { type: "string" },
								message: "must be string"
							};
							if (vErrors === null) vErrors = [err3];
							else vErrors.push(err3);
							errors++;
						}
					}
					if (data1.alignment !== void 0) {
						if (!validate68(data1.alignment, {
							instancePath: instancePath + "/header/alignment",
							parentData: data1,
							parentDataProperty: "alignment",
							rootData
						})) {
							vErrors = vErrors === null ? validate68.errors : vErrors.concat(validate68.errors);
							errors = vErrors.length;
						}
					}
					if (data1.wrapWord !== void 0) {
						if (typeof data1.wrapWord !== "boolean") {
							const err4 = {
								instancePath: instancePath + "/header/wrapWord",
								schemaPath: "#/properties/header/properties/wrapWord/type",
								keyword: "type",
								params: { type: "boolean" },
								message: "must be boolean"
							};
							if (vErrors === null) vErrors = [err4];
							else vErrors.push(err4);
							errors++;
						}
					}
					if (data1.truncate !== void 0) {
						let data5 = data1.truncate;
						if (!(typeof data5 == "number" && !(data5 % 1) && !isNaN(data5) && isFinite(data5))) {
							const err5 = {
								instancePath: instancePath + "/header/truncate",
								schemaPath: "#/properties/header/properties/truncate/type",
								keyword: "type",
								params: { type: "integer" },
								message: "must be integer"
							};
							if (vErrors === null) vErrors = [err5];
							else vErrors.push(err5);
							errors++;
						}
					}
					if (data1.paddingLeft !== void 0) {
						let data6 = data1.paddingLeft;
						if (!(typeof data6 == "number" && !(data6 % 1) && !isNaN(data6) && isFinite(data6))) {
							const err6 = {
								instancePath: instancePath + "/header/paddingLeft",
								schemaPath: "#/properties/header/properties/paddingLeft/type",
								keyword: "type",
								params: { type: "integer" },
								message: "must be integer"
							};
							if (vErrors === null) vErrors = [err6];
							else vErrors.push(err6);
							errors++;
						}
					}
					if (data1.paddingRight !== void 0) {
						let data7 = data1.paddingRight;
						if (!(typeof data7 == "number" && !(data7 % 1) && !isNaN(data7) && isFinite(data7))) {
							const err7 = {
								instancePath: instancePath + "/header/paddingRight",
								schemaPath: "#/properties/header/properties/paddingRight/type",
								keyword: "type",
								params: { type: "integer" },
								message: "must be integer"
							};
							if (vErrors === null) vErrors = [err7];
							else vErrors.push(err7);
							errors++;
						}
					}
				} else {
					const err8 = {
						instancePath: instancePath + "/header",
						schemaPath: "#/properties/header/type",
						keyword: "type",
						params: { type: "object" },
						message: "must be object"
					};
					if (vErrors === null) vErrors = [err8];
					else vErrors.push(err8);
					errors++;
				}
			}
			if (data.columns !== void 0) {
				if (!validate70(data.columns, {
					instancePath: instancePath + "/columns",
					parentData: data,
					parentDataProperty: "columns",
					rootData
				})) {
					vErrors = vErrors === null ? validate70.errors : vErrors.concat(validate70.errors);
					errors = vErrors.length;
				}
			}
			if (data.columnDefault !== void 0) {
				if (!validate79(data.columnDefault, {
					instancePath: instancePath + "/columnDefault",
					parentData: data,
					parentDataProperty: "columnDefault",
					rootData
				})) {
					vErrors = vErrors === null ? validate79.errors : vErrors.concat(validate79.errors);
					errors = vErrors.length;
				}
			}
			if (data.drawVerticalLine !== void 0) {
				if (typeof data.drawVerticalLine != "function") {
					const err9 = {
						instancePath: instancePath + "/drawVerticalLine",
						schemaPath: "#/properties/drawVerticalLine/typeof",
						keyword: "typeof",
						params: {},
						message: "must pass \"typeof\" keyword validation"
					};
					if (vErrors === null) vErrors = [err9];
					else vErrors.push(err9);
					errors++;
				}
			}
			if (data.drawHorizontalLine !== void 0) {
				if (typeof data.drawHorizontalLine != "function") {
					const err10 = {
						instancePath: instancePath + "/drawHorizontalLine",
						schemaPath: "#/properties/drawHorizontalLine/typeof",
						keyword: "typeof",
						params: {},
						message: "must pass \"typeof\" keyword validation"
					};
					if (vErrors === null) vErrors = [err10];
					else vErrors.push(err10);
					errors++;
				}
			}
			if (data.singleLine !== void 0) {
				if (typeof data.singleLine != "boolean") {
					const err11 = {
						instancePath: instancePath + "/singleLine",
						schemaPath: "#/properties/singleLine/typeof",
						keyword: "typeof",
						params: {},
						message: "must pass \"typeof\" keyword validation"
					};
					if (vErrors === null) vErrors = [err11];
					else vErrors.push(err11);
					errors++;
				}
			}
			if (data.spanningCells !== void 0) {
				let data13 = data.spanningCells;
				if (Array.isArray(data13)) {
					const len0 = data13.length;
					for (let i0 = 0; i0 < len0; i0++) {
						let data14 = data13[i0];
						if (data14 && typeof data14 == "object" && !Array.isArray(data14)) {
							if (data14.row === void 0) {
								const err12 = {
									instancePath: instancePath + "/spanningCells/" + i0,
									schemaPath: "#/properties/spanningCells/items/required",
									keyword: "required",
									params: { missingProperty: "row" },
									message: "must have required property 'row'"
								};
								if (vErrors === null) vErrors = [err12];
								else vErrors.push(err12);
								errors++;
							}
							if (data14.col === void 0) {
								const err13 = {
									instancePath: instancePath + "/spanningCells/" + i0,
									schemaPath: "#/properties/spanningCells/items/required",
									keyword: "required",
									params: { missingProperty: "col" },
									message: "must have required property 'col'"
								};
								if (vErrors === null) vErrors = [err13];
								else vErrors.push(err13);
								errors++;
							}
							for (const key2 in data14) if (!func8.call(schema13.properties.spanningCells.items.properties, key2)) {
								const err14 = {
									instancePath: instancePath + "/spanningCells/" + i0,
									schemaPath: "#/properties/spanningCells/items/additionalProperties",
									keyword: "additionalProperties",
									params: { additionalProperty: key2 },
									message: "must NOT have additional properties"
								};
								if (vErrors === null) vErrors = [err14];
								else vErrors.push(err14);
								errors++;
							}
							if (data14.col !== void 0) {
								let data15 = data14.col;
								if (!(typeof data15 == "number" && !(data15 % 1) && !isNaN(data15) && isFinite(data15))) {
									const err15 = {
										instancePath: instancePath + "/spanningCells/" + i0 + "/col",
										schemaPath: "#/properties/spanningCells/items/properties/col/type",
										keyword: "type",
										params: { type: "integer" },
										message: "must be integer"
									};
									if (vErrors === null) vErrors = [err15];
									else vErrors.push(err15);
									errors++;
								}
								if (typeof data15 == "number" && isFinite(data15)) {
									if (data15 < 0 || isNaN(data15)) {
										const err16 = {
											instancePath: instancePath + "/spanningCells/" + i0 + "/col",
											schemaPath: "#/properties/spanningCells/items/properties/col/minimum",
											keyword: "minimum",
											params: {
												comparison: ">=",
												limit: 0
											},
											message: "must be >= 0"
										};
										if (vErrors === null) vErrors = [err16];
										else vErrors.push(err16);
										errors++;
									}
								}
							}
							if (data14.row !== void 0) {
								let data16 = data14.row;
								if (!(typeof data16 == "number" && !(data16 % 1) && !isNaN(data16) && isFinite(data16))) {
									const err17 = {
										instancePath: instancePath + "/spanningCells/" + i0 + "/row",
										schemaPath: "#/properties/spanningCells/items/properties/row/type",
										keyword: "type",
										params: { type: "integer" },
										message: "must be integer"
									};
									if (vErrors === null) vErrors = [err17];
									else vErrors.push(err17);
									errors++;
								}
								if (typeof data16 == "number" && isFinite(data16)) {
									if (data16 < 0 || isNaN(data16)) {
										const err18 = {
											instancePath: instancePath + "/spanningCells/" + i0 + "/row",
											schemaPath: "#/properties/spanningCells/items/properties/row/minimum",
											keyword: "minimum",
											params: {
												comparison: ">=",
												limit: 0
											},
											message: "must be >= 0"
										};
										if (vErrors === null) vErrors = [err18];
										else vErrors.push(err18);
										errors++;
									}
								}
							}
							if (data14.colSpan !== void 0) {
								let data17 = data14.colSpan;
								if (!(typeof data17 == "number" && !(data17 % 1) && !isNaN(data17) && isFinite(data17))) {
									const err19 = {
										instancePath: instancePath + "/spanningCells/" + i0 + "/colSpan",
										schemaPath: "#/properties/spanningCells/items/properties/colSpan/type",
										keyword: "type",
										params: { type: "integer" },
										message: "must be integer"
									};
									if (vErrors === null) vErrors = [err19];
									else vErrors.push(err19);
									errors++;
								}
								if (typeof data17 == "number" && isFinite(data17)) {
									if (data17 < 1 || isNaN(data17)) {
										const err20 = {
											instancePath: instancePath + "/spanningCells/" + i0 + "/colSpan",
											schemaPath: "#/properties/spanningCells/items/properties/colSpan/minimum",
											keyword: "minimum",
											params: {
												comparison: ">=",
												limit: 1
											},
											message: "must be >= 1"
										};
										if (vErrors === null) vErrors = [err20];
										else vErrors.push(err20);
										errors++;
									}
								}
							}
							if (data14.rowSpan !== void 0) {
								let data18 = data14.rowSpan;
								if (!(typeof data18 == "number" && !(data18 % 1) && !isNaN(data18) && isFinite(data18))) {
									const err21 = {
										instancePath: instancePath + "/spanningCells/" + i0 + "/rowSpan",
										schemaPath: "#/properties/spanningCells/items/properties/rowSpan/type",
										keyword: "type",
										params: { type: "integer" },
										message: "must be integer"
									};
									if (vErrors === null) vErrors = [err21];
									else vErrors.push(err21);
									errors++;
								}
								if (typeof data18 == "number" && isFinite(data18)) {
									if (data18 < 1 || isNaN(data18)) {
										const err22 = {
											instancePath: instancePath + "/spanningCells/" + i0 + "/rowSpan",
											schemaPath: "#/properties/spanningCells/items/properties/rowSpan/minimum",
											keyword: "minimum",
											params: {
												comparison: ">=",
												limit: 1
											},
											message: "must be >= 1"
										};
										if (vErrors === null) vErrors = [err22];
										else vErrors.push(err22);
										errors++;
									}
								}
							}
							if (data14.alignment !== void 0) {
								if (!validate68(data14.alignment, {
									instancePath: instancePath + "/spanningCells/" + i0 + "/alignment",
									parentData: data14,
									parentDataProperty: "alignment",
									rootData
								})) {
									vErrors = vErrors === null ? validate68.errors : vErrors.concat(validate68.errors);
									errors = vErrors.length;
								}
							}
							if (data14.verticalAlignment !== void 0) {
								if (!validate84(data14.verticalAlignment, {
									instancePath: instancePath + "/spanningCells/" + i0 + "/verticalAlignment",
									parentData: data14,
									parentDataProperty: "verticalAlignment",
									rootData
								})) {
									vErrors = vErrors === null ? validate84.errors : vErrors.concat(validate84.errors);
									errors = vErrors.length;
								}
							}
							if (data14.wrapWord !== void 0) {
								if (typeof data14.wrapWord !== "boolean") {
									const err23 = {
										instancePath: instancePath + "/spanningCells/" + i0 + "/wrapWord",
										schemaPath: "#/properties/spanningCells/items/properties/wrapWord/type",
										keyword: "type",
										params: { type: "boolean" },
										message: "must be boolean"
									};
									if (vErrors === null) vErrors = [err23];
									else vErrors.push(err23);
									errors++;
								}
							}
							if (data14.truncate !== void 0) {
								let data22 = data14.truncate;
								if (!(typeof data22 == "number" && !(data22 % 1) && !isNaN(data22) && isFinite(data22))) {
									const err24 = {
										instancePath: instancePath + "/spanningCells/" + i0 + "/truncate",
										schemaPath: "#/properties/spanningCells/items/properties/truncate/type",
										keyword: "type",
										params: { type: "integer" },
										message: "must be integer"
									};
									if (vErrors === null) vErrors = [err24];
									else vErrors.push(err24);
									errors++;
								}
							}
							if (data14.paddingLeft !== void 0) {
								let data23 = data14.paddingLeft;
								if (!(typeof data23 == "number" && !(data23 % 1) && !isNaN(data23) && isFinite(data23))) {
									const err25 = {
										instancePath: instancePath + "/spanningCells/" + i0 + "/paddingLeft",
										schemaPath: "#/properties/spanningCells/items/properties/paddingLeft/type",
										keyword: "type",
										params: { type: "integer" },
										message: "must be integer"
									};
									if (vErrors === null) vErrors = [err25];
									else vErrors.push(err25);
									errors++;
								}
							}
							if (data14.paddingRight !== void 0) {
								let data24 = data14.paddingRight;
								if (!(typeof data24 == "number" && !(data24 % 1) && !isNaN(data24) && isFinite(data24))) {
									const err26 = {
										instancePath: instancePath + "/spanningCells/" + i0 + "/paddingRight",
										schemaPath: "#/properties/spanningCells/items/properties/paddingRight/type",
										keyword: "type",
										params: { type: "integer" },
										message: "must be integer"
									};
									if (vErrors === null) vErrors = [err26];
									else vErrors.push(err26);
									errors++;
								}
							}
						} else {
							const err27 = {
								instancePath: instancePath + "/spanningCells/" + i0,
								schemaPath: "#/properties/spanningCells/items/type",
								keyword: "type",
								params: { type: "object" },
								message: "must be object"
							};
							if (vErrors === null) vErrors = [err27];
							else vErrors.push(err27);
							errors++;
						}
					}
				} else {
					const err28 = {
						instancePath: instancePath + "/spanningCells",
						schemaPath: "#/properties/spanningCells/type",
						keyword: "type",
						params: { type: "array" },
						message: "must be array"
					};
					if (vErrors === null) vErrors = [err28];
					else vErrors.push(err28);
					errors++;
				}
			}
		} else {
			const err29 = {
				instancePath,
				schemaPath: "#/type",
				keyword: "type",
				params: { type: "object" },
				message: "must be object"
			};
			if (vErrors === null) vErrors = [err29];
			else vErrors.push(err29);
			errors++;
		}
		validate43.errors = vErrors;
		return errors === 0;
	}
	exports["streamConfig.json"] = validate86;
	function validate87(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
		let vErrors = null;
		let errors = 0;
		if (data && typeof data == "object" && !Array.isArray(data)) {
			for (const key0 in data) if (!func8.call(schema15.properties, key0)) {
				const err0 = {
					instancePath,
					schemaPath: "#/additionalProperties",
					keyword: "additionalProperties",
					params: { additionalProperty: key0 },
					message: "must NOT have additional properties"
				};
				if (vErrors === null) vErrors = [err0];
				else vErrors.push(err0);
				errors++;
			}
			if (data.topBody !== void 0) {
				if (!validate46(data.topBody, {
					instancePath: instancePath + "/topBody",
					parentData: data,
					parentDataProperty: "topBody",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.topJoin !== void 0) {
				if (!validate46(data.topJoin, {
					instancePath: instancePath + "/topJoin",
					parentData: data,
					parentDataProperty: "topJoin",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.topLeft !== void 0) {
				if (!validate46(data.topLeft, {
					instancePath: instancePath + "/topLeft",
					parentData: data,
					parentDataProperty: "topLeft",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.topRight !== void 0) {
				if (!validate46(data.topRight, {
					instancePath: instancePath + "/topRight",
					parentData: data,
					parentDataProperty: "topRight",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.bottomBody !== void 0) {
				if (!validate46(data.bottomBody, {
					instancePath: instancePath + "/bottomBody",
					parentData: data,
					parentDataProperty: "bottomBody",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.bottomJoin !== void 0) {
				if (!validate46(data.bottomJoin, {
					instancePath: instancePath + "/bottomJoin",
					parentData: data,
					parentDataProperty: "bottomJoin",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.bottomLeft !== void 0) {
				if (!validate46(data.bottomLeft, {
					instancePath: instancePath + "/bottomLeft",
					parentData: data,
					parentDataProperty: "bottomLeft",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.bottomRight !== void 0) {
				if (!validate46(data.bottomRight, {
					instancePath: instancePath + "/bottomRight",
					parentData: data,
					parentDataProperty: "bottomRight",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.bodyLeft !== void 0) {
				if (!validate46(data.bodyLeft, {
					instancePath: instancePath + "/bodyLeft",
					parentData: data,
					parentDataProperty: "bodyLeft",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.bodyRight !== void 0) {
				if (!validate46(data.bodyRight, {
					instancePath: instancePath + "/bodyRight",
					parentData: data,
					parentDataProperty: "bodyRight",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.bodyJoin !== void 0) {
				if (!validate46(data.bodyJoin, {
					instancePath: instancePath + "/bodyJoin",
					parentData: data,
					parentDataProperty: "bodyJoin",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.headerJoin !== void 0) {
				if (!validate46(data.headerJoin, {
					instancePath: instancePath + "/headerJoin",
					parentData: data,
					parentDataProperty: "headerJoin",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.joinBody !== void 0) {
				if (!validate46(data.joinBody, {
					instancePath: instancePath + "/joinBody",
					parentData: data,
					parentDataProperty: "joinBody",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.joinLeft !== void 0) {
				if (!validate46(data.joinLeft, {
					instancePath: instancePath + "/joinLeft",
					parentData: data,
					parentDataProperty: "joinLeft",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.joinRight !== void 0) {
				if (!validate46(data.joinRight, {
					instancePath: instancePath + "/joinRight",
					parentData: data,
					parentDataProperty: "joinRight",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.joinJoin !== void 0) {
				if (!validate46(data.joinJoin, {
					instancePath: instancePath + "/joinJoin",
					parentData: data,
					parentDataProperty: "joinJoin",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.joinMiddleUp !== void 0) {
				if (!validate46(data.joinMiddleUp, {
					instancePath: instancePath + "/joinMiddleUp",
					parentData: data,
					parentDataProperty: "joinMiddleUp",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.joinMiddleDown !== void 0) {
				if (!validate46(data.joinMiddleDown, {
					instancePath: instancePath + "/joinMiddleDown",
					parentData: data,
					parentDataProperty: "joinMiddleDown",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.joinMiddleLeft !== void 0) {
				if (!validate46(data.joinMiddleLeft, {
					instancePath: instancePath + "/joinMiddleLeft",
					parentData: data,
					parentDataProperty: "joinMiddleLeft",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
			if (data.joinMiddleRight !== void 0) {
				if (!validate46(data.joinMiddleRight, {
					instancePath: instancePath + "/joinMiddleRight",
					parentData: data,
					parentDataProperty: "joinMiddleRight",
					rootData
				})) {
					vErrors = vErrors === null ? validate46.errors : vErrors.concat(validate46.errors);
					errors = vErrors.length;
				}
			}
		} else {
			const err1 = {
				instancePath,
				schemaPath: "#/type",
				keyword: "type",
				params: { type: "object" },
				message: "must be object"
			};
			if (vErrors === null) vErrors = [err1];
			else vErrors.push(err1);
			errors++;
		}
		validate87.errors = vErrors;
		return errors === 0;
	}
	function validate109(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
		let vErrors = null;
		let errors = 0;
		const _errs0 = errors;
		let valid0 = false;
		let passing0 = null;
		const _errs1 = errors;
		if (data && typeof data == "object" && !Array.isArray(data)) {
			for (const key0 in data) if (!pattern0.test(key0)) {
				const err0 = {
					instancePath,
					schemaPath: "#/oneOf/0/additionalProperties",
					keyword: "additionalProperties",
					params: { additionalProperty: key0 },
					message: "must NOT have additional properties"
				};
				if (vErrors === null) vErrors = [err0];
				else vErrors.push(err0);
				errors++;
			}
			for (const key1 in data) if (pattern0.test(key1)) {
				if (!validate71(data[key1], {
					instancePath: instancePath + "/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),
					parentData: data,
					parentDataProperty: key1,
					rootData
				})) {
					vErrors = vErrors === null ? validate71.errors : vErrors.concat(validate71.errors);
					errors = vErrors.length;
				}
			}
		} else {
			const err1 = {
				instancePath,
				schemaPath: "#/oneOf/0/type",
				keyword: "type",
				params: { type: "object" },
				message: "must be object"
			};
			if (vErrors === null) vErrors = [err1];
			else vErrors.push(err1);
			errors++;
		}
		var _valid0 = _errs1 === errors;
		if (_valid0) {
			valid0 = true;
			passing0 = 0;
		}
		const _errs5 = errors;
		if (Array.isArray(data)) {
			const len0 = data.length;
			for (let i0 = 0; i0 < len0; i0++) if (!validate71(data[i0], {
				instancePath: instancePath + "/" + i0,
				parentData: data,
				parentDataProperty: i0,
				rootData
			})) {
				vErrors = vErrors === null ? validate71.errors : vErrors.concat(validate71.errors);
				errors = vErrors.length;
			}
		} else {
			const err2 = {
				instancePath,
				schemaPath: "#/oneOf/1/type",
				keyword: "type",
				params: { type: "array" },
				message: "must be array"
			};
			if (vErrors === null) vErrors = [err2];
			else vErrors.push(err2);
			errors++;
		}
		var _valid0 = _errs5 === errors;
		if (_valid0 && valid0) {
			valid0 = false;
			passing0 = [passing0, 1];
		} else if (_valid0) {
			valid0 = true;
			passing0 = 1;
		}
		if (!valid0) {
			const err3 = {
				instancePath,
				schemaPath: "#/oneOf",
				keyword: "oneOf",
				params: { passingSchemas: passing0 },
				message: "must match exactly one schema in oneOf"
			};
			if (vErrors === null) vErrors = [err3];
			else vErrors.push(err3);
			errors++;
		} else {
			errors = _errs0;
			if (vErrors !== null) {
				if (_errs0) vErrors.length = _errs0;
				else vErrors = null;
			}
		}
		validate109.errors = vErrors;
		return errors === 0;
	}
	function validate113(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
		let vErrors = null;
		let errors = 0;
		if (data && typeof data == "object" && !Array.isArray(data)) {
			for (const key0 in data) if (!(key0 === "alignment" || key0 === "verticalAlignment" || key0 === "width" || key0 === "wrapWord" || key0 === "truncate" || key0 === "paddingLeft" || key0 === "paddingRight")) {
				const err0 = {
					instancePath,
					schemaPath: "#/additionalProperties",
					keyword: "additionalProperties",
					params: { additionalProperty: key0 },
					message: "must NOT have additional properties"
				};
				if (vErrors === null) vErrors = [err0];
				else vErrors.push(err0);
				errors++;
			}
			if (data.alignment !== void 0) {
				if (!validate72(data.alignment, {
					instancePath: instancePath + "/alignment",
					parentData: data,
					parentDataProperty: "alignment",
					rootData
				})) {
					vErrors = vErrors === null ? validate72.errors : vErrors.concat(validate72.errors);
					errors = vErrors.length;
				}
			}
			if (data.verticalAlignment !== void 0) {
				if (!validate74(data.verticalAlignment, {
					instancePath: instancePath + "/verticalAlignment",
					parentData: data,
					parentDataProperty: "verticalAlignment",
					rootData
				})) {
					vErrors = vErrors === null ? validate74.errors : vErrors.concat(validate74.errors);
					errors = vErrors.length;
				}
			}
			if (data.width !== void 0) {
				let data2 = data.width;
				if (!(typeof data2 == "number" && !(data2 % 1) && !isNaN(data2) && isFinite(data2))) {
					const err1 = {
						instancePath: instancePath + "/width",
						schemaPath: "#/properties/width/type",
						keyword: "type",
						params: { type: "integer" },
						message: "must be integer"
					};
					if (vErrors === null) vErrors = [err1];
					else vErrors.push(err1);
					errors++;
				}
				if (typeof data2 == "number" && isFinite(data2)) {
					if (data2 < 1 || isNaN(data2)) {
						const err2 = {
							instancePath: instancePath + "/width",
							schemaPath: "#/properties/width/minimum",
							keyword: "minimum",
							params: {
								comparison: ">=",
								limit: 1
							},
							message: "must be >= 1"
						};
						if (vErrors === null) vErrors = [err2];
						else vErrors.push(err2);
						errors++;
					}
				}
			}
			if (data.wrapWord !== void 0) {
				if (typeof data.wrapWord !== "boolean") {
					const err3 = {
						instancePath: instancePath + "/wrapWord",
						schemaPath: "#/properties/wrapWord/type",
						keyword: "type",
						params: { type: "boolean" },
						message: "must be boolean"
					};
					if (vErrors === null) vErrors = [err3];
					else vErrors.push(err3);
					errors++;
				}
			}
			if (data.truncate !== void 0) {
				let data4 = data.truncate;
				if (!(typeof data4 == "number" && !(data4 % 1) && !isNaN(data4) && isFinite(data4))) {
					const err4 = {
						instancePath: instancePath + "/truncate",
						schemaPath: "#/properties/truncate/type",
						keyword: "type",
						params: { type: "integer" },
						message: "must be integer"
					};
					if (vErrors === null) vErrors = [err4];
					else vErrors.push(err4);
					errors++;
				}
			}
			if (data.paddingLeft !== void 0) {
				let data5 = data.paddingLeft;
				if (!(typeof data5 == "number" && !(data5 % 1) && !isNaN(data5) && isFinite(data5))) {
					const err5 = {
						instancePath: instancePath + "/paddingLeft",
						schemaPath: "#/properties/paddingLeft/type",
						keyword: "type",
						params: { type: "integer" },
						message: "must be integer"
					};
					if (vErrors === null) vErrors = [err5];
					else vErrors.push(err5);
					errors++;
				}
			}
			if (data.paddingRight !== void 0) {
				let data6 = data.paddingRight;
				if (!(typeof data6 == "number" && !(data6 % 1) && !isNaN(data6) && isFinite(data6))) {
					const err6 = {
						instancePath: instancePath + "/paddingRight",
						schemaPath: "#/properties/paddingRight/type",
						keyword: "type",
						params: { type: "integer" },
						message: "must be integer"
					};
					if (vErrors === null) vErrors = [err6];
					else vErrors.push(err6);
					errors++;
				}
			}
		} else {
			const err7 = {
				instancePath,
				schemaPath: "#/type",
				keyword: "type",
				params: { type: "object" },
				message: "must be object"
			};
			if (vErrors === null) vErrors = [err7];
			else vErrors.push(err7);
			errors++;
		}
		validate113.errors = vErrors;
		return errors === 0;
	}
	function validate86(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
		let vErrors = null;
		let errors = 0;
		if (data && typeof data == "object" && !Array.isArray(data)) {
			if (data.columnDefault === void 0) {
				const err0 = {
					instancePath,
					schemaPath: "#/required",
					keyword: "required",
					params: { missingProperty: "columnDefault" },
					message: "must have required property 'columnDefault'"
				};
				if (vErrors === null) vErrors = [err0];
				else vErrors.push(err0);
				errors++;
			}
			if (data.columnCount === void 0) {
				const err1 = {
					instancePath,
					schemaPath: "#/required",
					keyword: "required",
					params: { missingProperty: "columnCount" },
					message: "must have required property 'columnCount'"
				};
				if (vErrors === null) vErrors = [err1];
				else vErrors.push(err1);
				errors++;
			}
			for (const key0 in data) if (!(key0 === "border" || key0 === "columns" || key0 === "columnDefault" || key0 === "columnCount" || key0 === "drawVerticalLine")) {
				const err2 = {
					instancePath,
					schemaPath: "#/additionalProperties",
					keyword: "additionalProperties",
					params: { additionalProperty: key0 },
					message: "must NOT have additional properties"
				};
				if (vErrors === null) vErrors = [err2];
				else vErrors.push(err2);
				errors++;
			}
			if (data.border !== void 0) {
				if (!validate87(data.border, {
					instancePath: instancePath + "/border",
					parentData: data,
					parentDataProperty: "border",
					rootData
				})) {
					vErrors = vErrors === null ? validate87.errors : vErrors.concat(validate87.errors);
					errors = vErrors.length;
				}
			}
			if (data.columns !== void 0) {
				if (!validate109(data.columns, {
					instancePath: instancePath + "/columns",
					parentData: data,
					parentDataProperty: "columns",
					rootData
				})) {
					vErrors = vErrors === null ? validate109.errors : vErrors.concat(validate109.errors);
					errors = vErrors.length;
				}
			}
			if (data.columnDefault !== void 0) {
				if (!validate113(data.columnDefault, {
					instancePath: instancePath + "/columnDefault",
					parentData: data,
					parentDataProperty: "columnDefault",
					rootData
				})) {
					vErrors = vErrors === null ? validate113.errors : vErrors.concat(validate113.errors);
					errors = vErrors.length;
				}
			}
			if (data.columnCount !== void 0) {
				let data3 = data.columnCount;
				if (!(typeof data3 == "number" && !(data3 % 1) && !isNaN(data3) && isFinite(data3))) {
					const err3 = {
						instancePath: instancePath + "/columnCount",
						schemaPath: "#/properties/columnCount/type",
						keyword: "type",
						params: { type: "integer" },
						message: "must be integer"
					};
					if (vErrors === null) vErrors = [err3];
					else vErrors.push(err3);
					errors++;
				}
				if (typeof data3 == "number" && isFinite(data3)) {
					if (data3 < 1 || isNaN(data3)) {
						const err4 = {
							instancePath: instancePath + "/columnCount",
							schemaPath: "#/properties/columnCount/minimum",
							keyword: "minimum",
							params: {
								comparison: ">=",
								limit: 1
							},
							message: "must be >= 1"
						};
						if (vErrors === null) vErrors = [err4];
						else vErrors.push(err4);
						errors++;
					}
				}
			}
			if (data.drawVerticalLine !== void 0) {
				if (typeof data.drawVerticalLine != "function") {
					const err5 = {
						instancePath: instancePath + "/drawVerticalLine",
						schemaPath: "#/properties/drawVerticalLine/typeof",
						keyword: "typeof",
						params: {},
						message: "must pass \"typeof\" keyword validation"
					};
					if (vErrors === null) vErrors = [err5];
					else vErrors.push(err5);
					errors++;
				}
			}
		} else {
			const err6 = {
				instancePath,
				schemaPath: "#/type",
				keyword: "type",
				params: { type: "object" },
				message: "must be object"
			};
			if (vErrors === null) vErrors = [err6];
			else vErrors.push(err6);
			errors++;
		}
		validate86.errors = vErrors;
		return errors === 0;
	}
}));
// node_modules/table/dist/src/validateConfig.js
var require_validateConfig = /* @__PURE__ */ __commonJSMin(((exports, module, this$2) => {
	var __importDefault = this$2 && this$2.__importDefault || function(mod) {
		return mod && mod.__esModule ? mod : { "default": mod };
	};
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.validateConfig = void 0;
	const validators_1 = __importDefault(require_validators());
	const validateConfig = (schemaId, config) => {
		const validate = validators_1.default[schemaId];
		if (!validate(config) && validate.errors) {
			const errors = validate.errors.map((error) => {
				return {
					message: error.message,
					params: error.params,
					schemaPath: error.schemaPath
				};
			});
			console.log("config", config);
			console.log("errors", errors);
			throw new Error("Invalid config.");
		}
	};
	exports.validateConfig = validateConfig;
}));
// node_modules/table/dist/src/makeStreamConfig.js
var require_makeStreamConfig = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.makeStreamConfig = void 0;
	const utils_1 = require_utils();
	const validateConfig_1 = require_validateConfig();
	/**
	* Creates a configuration for every column using default
	* values for the missing configuration properties.
	*/
	const makeColumnsConfig = (columnCount, columns = {}, columnDefault) => {
		return Array.from({ length: columnCount }).map((_, index) => {
			return {
				alignment: "left",
				paddingLeft: 1,
				paddingRight: 1,
				truncate: Number.POSITIVE_INFINITY,
				verticalAlignment: "top",
				wrapWord: false,
				...columnDefault,
				...columns[index]
			};
		});
	};
	/**
	* Makes a new configuration object out of the userConfig object
	* using default values for the missing configuration properties.
	*/
	const makeStreamConfig = (config) => {
		(0, validateConfig_1.validateConfig)("streamConfig.json", config);
		if (config.columnDefault.width === void 0) throw new Error("Must provide config.columnDefault.width when creating a stream.");
		return {
			drawVerticalLine: () => {
				return true;
			},
			...config,
			border: (0, utils_1.makeBorderConfig)(config.border),
			columns: makeColumnsConfig(config.columnCount, config.columns, config.columnDefault)
		};
	};
	exports.makeStreamConfig = makeStreamConfig;
}));
// node_modules/table/dist/src/mapDataUsingRowHeights.js
var require_mapDataUsingRowHeights = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.mapDataUsingRowHeights = exports.padCellVertically = void 0;
	const utils_1 = require_utils();
	const wrapCell_1 = require_wrapCell();
	const createEmptyStrings = (length) => {
		return new Array(length).fill("");
	};
	const padCellVertically = (lines, rowHeight, verticalAlignment) => {
		const availableLines = rowHeight - lines.length;
		if (verticalAlignment === "top") return [...lines, ...createEmptyStrings(availableLines)];
		if (verticalAlignment === "bottom") return [...createEmptyStrings(availableLines), ...lines];
		return [
			...createEmptyStrings(Math.floor(availableLines / 2)),
			...lines,
			...createEmptyStrings(Math.ceil(availableLines / 2))
		];
	};
	exports.padCellVertically = padCellVertically;
	const mapDataUsingRowHeights = (unmappedRows, rowHeights, config) => {
		const nColumns = unmappedRows[0].length;
		const mappedRows = unmappedRows.map((unmappedRow, unmappedRowIndex) => {
			const outputRowHeight = rowHeights[unmappedRowIndex];
			const outputRow = Array.from({ length: outputRowHeight }, () => {
				return new Array(nColumns).fill("");
			});
			unmappedRow.forEach((cell, cellIndex) => {
				var _a;
				const containingRange = (_a = config.spanningCellManager) === null || _a === void 0 ? void 0 : _a.getContainingRange({
					col: cellIndex,
					row: unmappedRowIndex
				});
				if (containingRange) {
					containingRange.extractCellContent(unmappedRowIndex).forEach((cellLine, cellLineIndex) => {
						outputRow[cellLineIndex][cellIndex] = cellLine;
					});
					return;
				}
				const cellLines = (0, wrapCell_1.wrapCell)(cell, config.columns[cellIndex].width, config.columns[cellIndex].wrapWord);
				(0, exports.padCellVertically)(cellLines, outputRowHeight, config.columns[cellIndex].verticalAlignment).forEach((cellLine, cellLineIndex) => {
					outputRow[cellLineIndex][cellIndex] = cellLine;
				});
			});
			return outputRow;
		});
		return (0, utils_1.flatten)(mappedRows);
	};
	exports.mapDataUsingRowHeights = mapDataUsingRowHeights;
}));
// node_modules/table/dist/src/padTableData.js
var require_padTableData = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.padTableData = exports.padString = void 0;
	const padString = (input, paddingLeft, paddingRight) => {
		return " ".repeat(paddingLeft) + input + " ".repeat(paddingRight);
	};
	exports.padString = padString;
	const padTableData = (rows, config) => {
		return rows.map((cells, rowIndex) => {
			return cells.map((cell, cellIndex) => {
				var _a;
				if ((_a = config.spanningCellManager) === null || _a === void 0 ? void 0 : _a.getContainingRange({
					col: cellIndex,
					row: rowIndex
				}, { mapped: true })) return cell;
				const { paddingLeft, paddingRight } = config.columns[cellIndex];
				return (0, exports.padString)(cell, paddingLeft, paddingRight);
			});
		});
	};
	exports.padTableData = padTableData;
}));
// node_modules/table/dist/src/stringifyTableData.js
var require_stringifyTableData = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.stringifyTableData = void 0;
	const utils_1 = require_utils();
	const stringifyTableData = (rows) => {
		return rows.map((cells) => {
			return cells.map((cell) => {
				return (0, utils_1.normalizeString)(String(cell));
			});
		});
	};
	exports.stringifyTableData = stringifyTableData;
}));
// node_modules/table/dist/src/truncateTableData.js
var require_truncateTableData = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.truncateTableData = exports.truncateString = void 0;
	const utils_1 = require_utils();
	const omission = "…";
	/**
	* Truncates the input to the given number of characters, the omission included. Characters are counted
	* as they are displayed: ANSI escape codes do not count, and an emoji or a letter with its accents
	* counts once.
	*/
	const truncateString = (input, length) => {
		if (input.length <= length) return input;
		const graphemes = (0, utils_1.splitGraphemes)((0, utils_1.stripAnsi)(input));
		if (graphemes.length <= length) return input;
		const keep = length - 1;
		if (keep < 1) return omission;
		const positions = graphemes.slice(0, keep).reduce((total, grapheme) => {
			return total + grapheme.positions;
		}, 0);
		return (0, utils_1.sliceAnsi)(input, 0, positions) + omission;
	};
	exports.truncateString = truncateString;
	const truncateTableData = (rows, truncates) => {
		return rows.map((cells) => {
			return cells.map((cell, cellIndex) => {
				return (0, exports.truncateString)(cell, truncates[cellIndex]);
			});
		});
	};
	exports.truncateTableData = truncateTableData;
}));
// node_modules/table/dist/src/createStream.js
var require_createStream = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.createStream = void 0;
	const alignTableData_1 = require_alignTableData();
	const calculateRowHeights_1 = require_calculateRowHeights();
	const drawBorder_1 = require_drawBorder();
	const drawRow_1 = require_drawRow();
	const makeStreamConfig_1 = require_makeStreamConfig();
	const mapDataUsingRowHeights_1 = require_mapDataUsingRowHeights();
	const padTableData_1 = require_padTableData();
	const stringifyTableData_1 = require_stringifyTableData();
	const truncateTableData_1 = require_truncateTableData();
	const utils_1 = require_utils();
	const prepareData = (data, config) => {
		let rows = (0, stringifyTableData_1.stringifyTableData)(data);
		rows = (0, truncateTableData_1.truncateTableData)(rows, (0, utils_1.extractTruncates)(config));
		const rowHeights = (0, calculateRowHeights_1.calculateRowHeights)(rows, config);
		rows = (0, mapDataUsingRowHeights_1.mapDataUsingRowHeights)(rows, rowHeights, config);
		rows = (0, alignTableData_1.alignTableData)(rows, config);
		rows = (0, padTableData_1.padTableData)(rows, config);
		return rows;
	};
	const create = (row, columnWidths, config) => {
		const body = prepareData([row], config).map((literalRow) => {
			return (0, drawRow_1.drawRow)(literalRow, config);
		}).join("");
		let output = "";
		output += (0, drawBorder_1.drawBorderTop)(columnWidths, config);
		output += body;
		output += (0, drawBorder_1.drawBorderBottom)(columnWidths, config);
		output = output.trimEnd();
		process.stdout.write(output);
	};
	const append = (row, columnWidths, config) => {
		const body = prepareData([row], config).map((literalRow) => {
			return (0, drawRow_1.drawRow)(literalRow, config);
		}).join("");
		let output = "";
		const bottom = (0, drawBorder_1.drawBorderBottom)(columnWidths, config);
		if (bottom !== "\n") output = "\r\x1B[K";
		output += (0, drawBorder_1.drawBorderJoin)(columnWidths, config);
		output += body;
		output += bottom;
		output = output.trimEnd();
		process.stdout.write(output);
	};
	const createStream = (userConfig) => {
		const config = (0, makeStreamConfig_1.makeStreamConfig)(userConfig);
		const columnWidths = Object.values(config.columns).map((column) => {
			return column.width + column.paddingLeft + column.paddingRight;
		});
		let empty = true;
		let ended = false;
		return {
			end: () => {
				if (ended) return;
				ended = true;
				if (!empty) process.stdout.write("\n");
			},
			write: (row) => {
				if (ended) throw new Error("Cannot write to a stream that has ended.");
				if (row.length !== config.columnCount) throw new Error("Row cell count does not match the config.columnCount.");
				if (empty) {
					empty = false;
					create(row, columnWidths, config);
				} else append(row, columnWidths, config);
			}
		};
	};
	exports.createStream = createStream;
}));
// node_modules/table/dist/src/calculateOutputColumnWidths.js
var require_calculateOutputColumnWidths = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.calculateOutputColumnWidths = void 0;
	const calculateOutputColumnWidths = (config) => {
		return config.columns.map((col) => {
			return col.paddingLeft + col.width + col.paddingRight;
		});
	};
	exports.calculateOutputColumnWidths = calculateOutputColumnWidths;
}));
// node_modules/table/dist/src/drawTable.js
var require_drawTable = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.drawTable = void 0;
	const drawBorder_1 = require_drawBorder();
	const drawContent_1 = require_drawContent();
	const drawRow_1 = require_drawRow();
	const utils_1 = require_utils();
	const drawTable = (rows, outputColumnWidths, rowHeights, config) => {
		const { drawHorizontalLine, singleLine } = config;
		const contents = (0, utils_1.groupBySizes)(rows, rowHeights).map((group, groupIndex) => {
			return group.map((row) => {
				return (0, drawRow_1.drawRow)(row, {
					...config,
					rowIndex: groupIndex
				});
			}).join("");
		});
		return (0, drawContent_1.drawContent)({
			contents,
			drawSeparator: (index, size) => {
				if (index === 0 || index === size) return drawHorizontalLine(index, size);
				return !singleLine && drawHorizontalLine(index, size);
			},
			elementType: "row",
			rowIndex: -1,
			separatorGetter: (0, drawBorder_1.createTableBorderGetter)(outputColumnWidths, {
				...config,
				rowCount: contents.length
			}),
			spanningCellManager: config.spanningCellManager
		});
	};
	exports.drawTable = drawTable;
}));
// node_modules/table/dist/src/injectHeaderConfig.js
var require_injectHeaderConfig = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.injectHeaderConfig = void 0;
	const injectHeaderConfig = (rows, config) => {
		var _a;
		let spanningCellConfig = (_a = config.spanningCells) !== null && _a !== void 0 ? _a : [];
		const headerConfig = config.header;
		const adjustedRows = [...rows];
		if (headerConfig) {
			spanningCellConfig = spanningCellConfig.map(({ row, ...rest }) => {
				return {
					...rest,
					row: row + 1
				};
			});
			const { content, ...headerStyles } = headerConfig;
			spanningCellConfig.unshift({
				alignment: "center",
				col: 0,
				colSpan: rows[0].length,
				paddingLeft: 1,
				paddingRight: 1,
				row: 0,
				wrapWord: false,
				...headerStyles
			});
			adjustedRows.unshift([content, ...Array.from({ length: rows[0].length - 1 }).fill("")]);
		}
		return [adjustedRows, spanningCellConfig];
	};
	exports.injectHeaderConfig = injectHeaderConfig;
}));
// node_modules/table/dist/src/calculateMaximumColumnWidths.js
var require_calculateMaximumColumnWidths = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.calculateMaximumColumnWidths = exports.calculateMaximumCellWidth = void 0;
	const utils_1 = require_utils();
	const calculateMaximumCellWidth = (cell) => {
		return Math.max(...cell.split("\n").map(utils_1.stringWidth));
	};
	exports.calculateMaximumCellWidth = calculateMaximumCellWidth;
	/**
	* Produces an array of values that describe the largest value length (width) in every column.
	*/
	const calculateMaximumColumnWidths = (rows, spanningCellConfigs = []) => {
		const columnWidths = new Array(rows[0].length).fill(0);
		const rangeCoordinates = spanningCellConfigs.map(utils_1.calculateRangeCoordinate);
		rows.forEach((row, rowIndex) => {
			row.forEach((cell, cellIndex) => {
				const range = rangeCoordinates.find((rangeCoordinate) => {
					return (0, utils_1.isCellInRange)({
						col: cellIndex,
						row: rowIndex
					}, rangeCoordinate);
				});
				if (range && (range.topLeft.col !== range.bottomRight.col || range.topLeft.row !== rowIndex)) return;
				columnWidths[cellIndex] = Math.max(columnWidths[cellIndex], (0, exports.calculateMaximumCellWidth)(cell));
			});
		});
		return columnWidths;
	};
	exports.calculateMaximumColumnWidths = calculateMaximumColumnWidths;
}));
// node_modules/table/dist/src/alignSpanningCell.js
var require_alignSpanningCell = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.alignVerticalRangeContent = exports.wrapRangeContent = void 0;
	const alignString_1 = require_alignString();
	const mapDataUsingRowHeights_1 = require_mapDataUsingRowHeights();
	const padTableData_1 = require_padTableData();
	const truncateTableData_1 = require_truncateTableData();
	const utils_1 = require_utils();
	const wrapCell_1 = require_wrapCell();
	/**
	* Fill content into all cells in range in order to calculate total height
	*/
	const wrapRangeContent = (rangeConfig, rangeWidth, context) => {
		const { topLeft, paddingRight, paddingLeft, truncate, wrapWord, alignment } = rangeConfig;
		const originalContent = context.rows[topLeft.row][topLeft.col];
		const contentWidth = rangeWidth - paddingLeft - paddingRight;
		return (0, wrapCell_1.wrapCell)((0, truncateTableData_1.truncateString)(originalContent, truncate), contentWidth, wrapWord).map((line) => {
			const alignedLine = (0, alignString_1.alignString)(line, contentWidth, alignment);
			return (0, padTableData_1.padString)(alignedLine, paddingLeft, paddingRight);
		});
	};
	exports.wrapRangeContent = wrapRangeContent;
	const alignVerticalRangeContent = (range, content, context) => {
		const { rows, drawHorizontalLine, rowHeights } = context;
		const { topLeft, bottomRight, verticalAlignment } = range;
		if (rowHeights.length === 0) return [];
		const totalCellHeight = (0, utils_1.sumArray)(rowHeights.slice(topLeft.row, bottomRight.row + 1));
		const totalBorderHeight = bottomRight.row - topLeft.row;
		const hiddenHorizontalBorderCount = (0, utils_1.sequence)(topLeft.row + 1, bottomRight.row).filter((horizontalBorderIndex) => {
			return !drawHorizontalLine(horizontalBorderIndex, rows.length);
		}).length;
		const availableRangeHeight = totalCellHeight + totalBorderHeight - hiddenHorizontalBorderCount;
		return (0, mapDataUsingRowHeights_1.padCellVertically)(content, availableRangeHeight, verticalAlignment).map((line) => {
			if (line.length === 0) return " ".repeat((0, utils_1.stringWidth)(content[0]));
			return line;
		});
	};
	exports.alignVerticalRangeContent = alignVerticalRangeContent;
}));
// node_modules/table/dist/src/calculateSpanningCellWidth.js
var require_calculateSpanningCellWidth = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.calculateSpanningCellWidth = void 0;
	const utils_1 = require_utils();
	const calculateSpanningCellWidth = (rangeConfig, dependencies) => {
		const { columnsConfig, drawVerticalLine } = dependencies;
		const { topLeft, bottomRight } = rangeConfig;
		const totalWidth = (0, utils_1.sumArray)(columnsConfig.slice(topLeft.col, bottomRight.col + 1).map(({ width }) => {
			return width;
		}));
		const totalPadding = topLeft.col === bottomRight.col ? columnsConfig[topLeft.col].paddingRight + columnsConfig[bottomRight.col].paddingLeft : (0, utils_1.sumArray)(columnsConfig.slice(topLeft.col, bottomRight.col + 1).map(({ paddingLeft, paddingRight }) => {
			return paddingLeft + paddingRight;
		}));
		const totalBorderWidths = bottomRight.col - topLeft.col;
		const totalHiddenVerticalBorders = (0, utils_1.sequence)(topLeft.col + 1, bottomRight.col).filter((verticalBorderIndex) => {
			return !drawVerticalLine(verticalBorderIndex, columnsConfig.length);
		}).length;
		return totalWidth + totalPadding + totalBorderWidths - totalHiddenVerticalBorders;
	};
	exports.calculateSpanningCellWidth = calculateSpanningCellWidth;
}));
// node_modules/table/dist/src/makeRangeConfig.js
var require_makeRangeConfig = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.makeRangeConfig = void 0;
	const utils_1 = require_utils();
	const makeRangeConfig = (spanningCellConfig, columnsConfig) => {
		var _a;
		const { topLeft, bottomRight } = (0, utils_1.calculateRangeCoordinate)(spanningCellConfig);
		return {
			...columnsConfig[topLeft.col],
			...spanningCellConfig,
			paddingRight: (_a = spanningCellConfig.paddingRight) !== null && _a !== void 0 ? _a : columnsConfig[bottomRight.col].paddingRight,
			bottomRight,
			topLeft
		};
	};
	exports.makeRangeConfig = makeRangeConfig;
}));
// node_modules/table/dist/src/spanningCellManager.js
var require_spanningCellManager = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.createSpanningCellManager = void 0;
	const alignSpanningCell_1 = require_alignSpanningCell();
	const calculateSpanningCellWidth_1 = require_calculateSpanningCellWidth();
	const makeRangeConfig_1 = require_makeRangeConfig();
	const utils_1 = require_utils();
	const findRangeConfig = (cell, rangeConfigs) => {
		return rangeConfigs.find((rangeCoordinate) => {
			return (0, utils_1.isCellInRange)(cell, rangeCoordinate);
		});
	};
	const getContainingRange = (rangeConfig, context) => {
		const width = (0, calculateSpanningCellWidth_1.calculateSpanningCellWidth)(rangeConfig, context);
		const wrappedContent = (0, alignSpanningCell_1.wrapRangeContent)(rangeConfig, width, context);
		const alignedContent = (0, alignSpanningCell_1.alignVerticalRangeContent)(rangeConfig, wrappedContent, context);
		/**
		* Counts the horizontal borders drawn inside the spanning cell, from the one below its top row up to
		* and including the given border; each of them takes up a line of the spanning cell content.
		*/
		const countDrawnHorizontalBorders = (lastBorderIndex) => {
			const { topLeft } = rangeConfig;
			const { drawHorizontalLine, rowHeights } = context;
			return (0, utils_1.sequence)(topLeft.row + 1, lastBorderIndex).filter((index) => {
				/* istanbul ignore next */
				return drawHorizontalLine === null || drawHorizontalLine === void 0 ? void 0 : drawHorizontalLine(index, rowHeights.length);
			}).length;
		};
		const getCellContent = (rowIndex) => {
			const { topLeft } = rangeConfig;
			const { rowHeights } = context;
			const offset = (0, utils_1.sumArray)(rowHeights.slice(topLeft.row, rowIndex)) + countDrawnHorizontalBorders(rowIndex);
			return alignedContent.slice(offset, offset + rowHeights[rowIndex]);
		};
		const getBorderContent = (borderIndex) => {
			const { topLeft } = rangeConfig;
			const offset = (0, utils_1.sumArray)(context.rowHeights.slice(topLeft.row, borderIndex)) + countDrawnHorizontalBorders(borderIndex - 1);
			return alignedContent[offset];
		};
		return {
			...rangeConfig,
			extractBorderContent: getBorderContent,
			extractCellContent: getCellContent,
			height: wrappedContent.length,
			width
		};
	};
	const inSameRange = (cell1, cell2, ranges) => {
		const range1 = findRangeConfig(cell1, ranges);
		const range2 = findRangeConfig(cell2, ranges);
		if (range1 && range2) return (0, utils_1.areCellEqual)(range1.topLeft, range2.topLeft);
		return false;
	};
	const hashRange = (range) => {
		const { row, col } = range.topLeft;
		return `${row}/${col}`;
	};
	const createSpanningCellManager = (parameters) => {
		const { spanningCellConfigs, columnsConfig } = parameters;
		const ranges = spanningCellConfigs.map((config) => {
			return (0, makeRangeConfig_1.makeRangeConfig)(config, columnsConfig);
		});
		const rangeCache = {};
		let rowHeights = [];
		let rowIndexMapping = [];
		return {
			getContainingRange: (cell, options) => {
				var _a;
				const originalRow = (options === null || options === void 0 ? void 0 : options.mapped) ? rowIndexMapping[cell.row] : cell.row;
				const range = findRangeConfig({
					...cell,
					row: originalRow
				}, ranges);
				if (!range) return;
				if (rowHeights.length === 0) return getContainingRange(range, {
					...parameters,
					rowHeights
				});
				const hash = hashRange(range);
				(_a = rangeCache[hash]) !== null && _a !== void 0 || (rangeCache[hash] = getContainingRange(range, {
					...parameters,
					rowHeights
				}));
				return rangeCache[hash];
			},
			inSameRange: (cell1, cell2) => {
				return inSameRange(cell1, cell2, ranges);
			},
			rowHeights,
			rowIndexMapping,
			setRowHeights: (_rowHeights) => {
				rowHeights = _rowHeights;
			},
			setRowIndexMapping: (mappedRowHeights) => {
				rowIndexMapping = (0, utils_1.flatten)(mappedRowHeights.map((height, index) => {
					return Array.from({ length: height }, () => {
						return index;
					});
				}));
			}
		};
	};
	exports.createSpanningCellManager = createSpanningCellManager;
}));
// node_modules/table/dist/src/validateSpanningCellConfig.js
var require_validateSpanningCellConfig = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.validateSpanningCellConfig = void 0;
	const utils_1 = require_utils();
	const inRange = (start, end, value) => {
		return start <= value && value <= end;
	};
	const validateSpanningCellConfig = (rows, configs) => {
		const [nRow, nCol] = [rows.length, rows[0].length];
		configs.forEach((config, configIndex) => {
			const { colSpan, rowSpan } = config;
			if (colSpan === void 0 && rowSpan === void 0) throw new Error(`Expect at least colSpan or rowSpan is provided in config.spanningCells[${configIndex}]`);
			if (colSpan !== void 0 && colSpan < 1) throw new Error(`Expect colSpan is not equal zero, instead got: ${colSpan} in config.spanningCells[${configIndex}]`);
			if (rowSpan !== void 0 && rowSpan < 1) throw new Error(`Expect rowSpan is not equal zero, instead got: ${rowSpan} in config.spanningCells[${configIndex}]`);
		});
		const rangeCoordinates = configs.map(utils_1.calculateRangeCoordinate);
		rangeCoordinates.forEach(({ topLeft, bottomRight }, rangeIndex) => {
			if (!inRange(0, nCol - 1, topLeft.col) || !inRange(0, nRow - 1, topLeft.row) || !inRange(0, nCol - 1, bottomRight.col) || !inRange(0, nRow - 1, bottomRight.row)) throw new Error(`Some cells in config.spanningCells[${rangeIndex}] are out of the table`);
		});
		const configOccupy = Array.from({ length: nRow }, () => {
			return Array.from({ length: nCol });
		});
		rangeCoordinates.forEach(({ topLeft, bottomRight }, rangeIndex) => {
			(0, utils_1.sequence)(topLeft.row, bottomRight.row).forEach((row) => {
				(0, utils_1.sequence)(topLeft.col, bottomRight.col).forEach((col) => {
					if (configOccupy[row][col] !== void 0) throw new Error(`Spanning cells in config.spanningCells[${configOccupy[row][col]}] and config.spanningCells[${rangeIndex}] are overlap each other`);
					configOccupy[row][col] = rangeIndex;
				});
			});
		});
	};
	exports.validateSpanningCellConfig = validateSpanningCellConfig;
}));
// node_modules/table/dist/src/makeTableConfig.js
var require_makeTableConfig = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.makeTableConfig = void 0;
	const calculateMaximumColumnWidths_1 = require_calculateMaximumColumnWidths();
	const spanningCellManager_1 = require_spanningCellManager();
	const utils_1 = require_utils();
	const validateConfig_1 = require_validateConfig();
	const validateSpanningCellConfig_1 = require_validateSpanningCellConfig();
	/**
	* Creates a configuration for every column using default
	* values for the missing configuration properties.
	*/
	const makeColumnsConfig = (rows, columns, columnDefault, spanningCellConfigs) => {
		const columnWidths = (0, calculateMaximumColumnWidths_1.calculateMaximumColumnWidths)(rows, spanningCellConfigs);
		return rows[0].map((_, columnIndex) => {
			return {
				alignment: "left",
				paddingLeft: 1,
				paddingRight: 1,
				truncate: Number.POSITIVE_INFINITY,
				verticalAlignment: "top",
				width: columnWidths[columnIndex],
				wrapWord: false,
				...columnDefault,
				...columns === null || columns === void 0 ? void 0 : columns[columnIndex]
			};
		});
	};
	/**
	* Makes a new configuration object out of the userConfig object
	* using default values for the missing configuration properties.
	*/
	const makeTableConfig = (rows, config = {}, injectedSpanningCellConfig) => {
		var _a, _b, _c, _d, _e;
		(0, validateConfig_1.validateConfig)("config.json", config);
		(0, validateSpanningCellConfig_1.validateSpanningCellConfig)(rows, (_a = config.spanningCells) !== null && _a !== void 0 ? _a : []);
		const spanningCellConfigs = (_b = injectedSpanningCellConfig !== null && injectedSpanningCellConfig !== void 0 ? injectedSpanningCellConfig : config.spanningCells) !== null && _b !== void 0 ? _b : [];
		const columnsConfig = makeColumnsConfig(rows, config.columns, config.columnDefault, spanningCellConfigs);
		const drawVerticalLine = (_c = config.drawVerticalLine) !== null && _c !== void 0 ? _c : (() => {
			return true;
		});
		const drawHorizontalLine = (_d = config.drawHorizontalLine) !== null && _d !== void 0 ? _d : (() => {
			return true;
		});
		return {
			...config,
			border: (0, utils_1.makeBorderConfig)(config.border),
			columns: columnsConfig,
			drawHorizontalLine,
			drawVerticalLine,
			singleLine: (_e = config.singleLine) !== null && _e !== void 0 ? _e : false,
			spanningCellManager: (0, spanningCellManager_1.createSpanningCellManager)({
				columnsConfig,
				drawHorizontalLine,
				drawVerticalLine,
				rows,
				spanningCellConfigs
			})
		};
	};
	exports.makeTableConfig = makeTableConfig;
}));
// node_modules/table/dist/src/validateTableData.js
var require_validateTableData = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.validateTableData = void 0;
	const utils_1 = require_utils();
	const validateTableData = (rows) => {
		if (!Array.isArray(rows)) throw new TypeError("Table data must be an array.");
		if (rows.length === 0) throw new Error("Table must define at least one row.");
		if (rows[0].length === 0) throw new Error("Table must define at least one column.");
		const columnNumber = rows[0].length;
		for (const row of rows) {
			if (!Array.isArray(row)) throw new TypeError("Table row data must be an array.");
			if (row.length !== columnNumber) throw new Error("Table must have a consistent number of cells.");
			for (const cell of row) if (/[\u0001-\u0006\u0008\u0009\u000B-\u001A]/.test((0, utils_1.normalizeString)(String(cell)))) throw new Error("Table data must not contain control characters.");
		}
	};
	exports.validateTableData = validateTableData;
}));
// node_modules/table/dist/src/table.js
var require_table = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.table = void 0;
	const alignTableData_1 = require_alignTableData();
	const calculateOutputColumnWidths_1 = require_calculateOutputColumnWidths();
	const calculateRowHeights_1 = require_calculateRowHeights();
	const drawTable_1 = require_drawTable();
	const injectHeaderConfig_1 = require_injectHeaderConfig();
	const makeTableConfig_1 = require_makeTableConfig();
	const mapDataUsingRowHeights_1 = require_mapDataUsingRowHeights();
	const padTableData_1 = require_padTableData();
	const stringifyTableData_1 = require_stringifyTableData();
	const truncateTableData_1 = require_truncateTableData();
	const utils_1 = require_utils();
	const validateTableData_1 = require_validateTableData();
	const table = (data, userConfig = {}) => {
		(0, validateTableData_1.validateTableData)(data);
		let rows = (0, stringifyTableData_1.stringifyTableData)(data);
		const [injectedRows, injectedSpanningCellConfig] = (0, injectHeaderConfig_1.injectHeaderConfig)(rows, userConfig);
		const config = (0, makeTableConfig_1.makeTableConfig)(injectedRows, userConfig, injectedSpanningCellConfig);
		rows = (0, truncateTableData_1.truncateTableData)(injectedRows, (0, utils_1.extractTruncates)(config));
		const rowHeights = (0, calculateRowHeights_1.calculateRowHeights)(rows, config);
		config.spanningCellManager.setRowHeights(rowHeights);
		config.spanningCellManager.setRowIndexMapping(rowHeights);
		rows = (0, mapDataUsingRowHeights_1.mapDataUsingRowHeights)(rows, rowHeights, config);
		rows = (0, alignTableData_1.alignTableData)(rows, config);
		rows = (0, padTableData_1.padTableData)(rows, config);
		const outputColumnWidths = (0, calculateOutputColumnWidths_1.calculateOutputColumnWidths)(config);
		return (0, drawTable_1.drawTable)(rows, outputColumnWidths, rowHeights, config);
	};
	exports.table = table;
}));
// node_modules/table/dist/src/types/api.js
var require_api = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperty(exports, "__esModule", { value: true });
}));
// node_modules/table/dist/src/index.js
var require_src = /* @__PURE__ */ __commonJSMin(((exports, module, this$1) => {
	var __createBinding = this$1 && this$1.__createBinding || (Object.create ? (function(o, m, k, k2) {
		if (k2 === void 0) k2 = k;
		Object.defineProperty(o, k2, {
			enumerable: true,
			get: function() {
				return m[k];
			}
		});
	}) : (function(o, m, k, k2) {
		if (k2 === void 0) k2 = k;
		o[k2] = m[k];
	}));
	var __exportStar = this$1 && this$1.__exportStar || function(m, exports) {
		for (var p in m) if (p !== "default" && !Object.prototype.hasOwnProperty.call(exports, p)) __createBinding(exports, m, p);
	};
	Object.defineProperty(exports, "__esModule", { value: true });
	exports.getBorderCharacters = exports.createStream = exports.table = void 0;
	const createStream_1 = require_createStream();
	Object.defineProperty(exports, "createStream", {
		enumerable: true,
		get: function() {
			return createStream_1.createStream;
		}
	});
	const getBorderCharacters_1 = require_getBorderCharacters();
	Object.defineProperty(exports, "getBorderCharacters", {
		enumerable: true,
		get: function() {
			return getBorderCharacters_1.getBorderCharacters;
		}
	});
	const table_1 = require_table();
	Object.defineProperty(exports, "table", {
		enumerable: true,
		get: function() {
			return table_1.table;
		}
	});
	__exportStar(require_api(), exports);
}));
export { require_src as t };
