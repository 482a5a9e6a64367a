/** How a customer's administrator logs in to the marketplace; both or neither. The password is never kept. */
export interface AccessDetails {
	readonly login: string;
	readonly password: string;
}

const loginForm = /^[A-Za-z0-9][A-Za-z0-9_.@-]{0,255}$/;
const shortestLogin = 5;
const shortestPassword = 7;
const longestPassword = 255;

function whyNotLogin(login: string): string | undefined {
	if (login.length < shortestLogin) return `The login has fewer than ${shortestLogin} characters.`;
	if (loginForm.test(login)) return undefined;
	return 'The login begins with a letter or digit and has only letters, digits and the signs _ . @ - (at most 256 characters).';
}

/** What a password lacks; empty for one that is strong enough. Never says a part of it. */
function lacksOf(password: string): readonly string[] {
	return [
		...([...password].length < shortestPassword ? [`${shortestPassword} characters`] : []),
		...(/\p{Ll}/u.test(password) ? [] : ['a small letter']),
		...(/\p{Lu}/u.test(password) ? [] : ['a capital letter']),
		...(/\d/.test(password) ? [] : ['a digit']),
		...(/[^\p{L}\d\s]/u.test(password) ? [] : ['a special character']),
	];
}

/**
 * What is wrong with a login and password, in a sentence; undefined where the marketplace will take them, or where
 * both are empty and it makes a login itself.
 *
 * Source: the descriptions of `login` and `password` in the SimpleAPI; a platform may be set to more.
 */
export function whyNoAccess({ login, password }: AccessDetails): string | undefined {
	if (login === '' && password === '') return undefined;
	if (login === '') return 'A password needs a login; type one, or leave both empty.';
	const why = whyNotLogin(login);
	if (why !== undefined) return why;
	if (password === '') return 'A login needs a password; type one, or leave both empty.';
	if (password.length > longestPassword) return `The password is longer than ${longestPassword} characters.`;
	const lacks = lacksOf(password);
	return lacks.length === 0 ? undefined : `The password lacks ${lacks.join(', ')}.`;
}
