/** What a browser sends of basic auth. */
export interface BasicLogin {
	/** Without blanks around it. */
	readonly user: string;
	readonly password: string;
}

const schemed = /^ *basic +([A-Za-z0-9._~+/-]+=*) *$/i;
const login = /^([^:]*):(.*)$/;

/** The login in an `authorization` header; undefined where n8n, which reads it likewise, finds none. Source: RFC 7617. */
export function basicLogin(header: unknown): BasicLogin | undefined {
	const [, encoded] = schemed.exec(typeof header === 'string' ? header : '') ?? [];
	if (encoded === undefined) return undefined;
	const [, user, password] = login.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
	return user === undefined || password === undefined ? undefined : { user: user.trim(), password };
}
