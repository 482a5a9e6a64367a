/** Calling code, and the digits that a national number begins with at home only; '' where there are none. */
const plans: Readonly<Record<string, readonly [code: string, trunk: string]>> = {
	AT: ['43', '0'],
	AU: ['61', '0'],
	BE: ['32', '0'],
	BG: ['359', '0'],
	CA: ['1', '1'],
	CH: ['41', '0'],
	CY: ['357', ''],
	CZ: ['420', ''],
	DE: ['49', '0'],
	DK: ['45', ''],
	EE: ['372', ''],
	ES: ['34', ''],
	FI: ['358', '0'],
	FR: ['33', '0'],
	GB: ['44', '0'],
	GR: ['30', ''],
	HR: ['385', '0'],
	HU: ['36', '06'],
	IE: ['353', '0'],
	IS: ['354', ''],
	IT: ['39', ''],
	LI: ['423', ''],
	LU: ['352', ''],
	LV: ['371', ''],
	MT: ['356', ''],
	NL: ['31', '0'],
	NO: ['47', ''],
	NZ: ['64', '0'],
	PL: ['48', ''],
	PT: ['351', ''],
	RO: ['40', '0'],
	SE: ['46', '0'],
	SI: ['386', '0'],
	SK: ['421', '0'],
	US: ['1', '1'],
	ZA: ['27', '0'],
};

/** Every calling code: one digit, one of these two, else three. Source: ITU-T E.164. */
const callingCode =
	/^(?:[17]|2[07]|3[0-46]|39|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|(?:2[1-689]|3[578]|42|5[09]|6[7-9]|8[058]|9[679])\d)/;
const extension = /(?:\s*(?:extension|ext\.?|x|#)\s*(\d{1,6}))\s*$/i;

const longestPhone = 100;

function marketplaceForm(code: string, national: string, more: string): string | undefined {
	return /^\d{4,14}$/.test(national) && code.length + national.length <= 15
		? `${code}##${national}#${more}`
		: undefined;
}

/**
 * A phone number as the marketplace takes it: country code, two signs for the area, number, sign, extension, such as
 * `44##1134960001#`; undefined for one that cannot be told for sure.
 *
 * A number that begins with + or 00 is international already; any other one is of the country. Source: the description
 * of `phoneNumber` in the SimpleAPI, by its example.
 */
export function marketplacePhone(text: string, countryCode: string | undefined): string | undefined {
	if (text.length > longestPhone) return undefined;
	const more = extension.exec(text)?.[1] ?? '';
	const main = text.replace(extension, '').replace(/\(0\)/, '').trim();
	if (!/^\+?[\d\s()./-]+$/.test(main)) return undefined;
	const digits = main.replaceAll(/\D/g, '');
	if (main.startsWith('+') || digits.startsWith('00')) {
		const all = main.startsWith('+') ? digits : digits.slice(2);
		const [code] = callingCode.exec(all) ?? [];
		return code === undefined ? undefined : marketplaceForm(code, all.slice(code.length), more);
	}
	const [code, trunk = ''] = plans[countryCode ?? ''] ?? [];
	if (code === undefined) return undefined;
	if (code === '1') return marketplaceForm(code, digits.length === 11 ? digits.replace(/^1/, '') : digits, more);
	return marketplaceForm(code, trunk !== '' && digits.startsWith(trunk) ? digits.slice(trunk.length) : digits, more);
}
