import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const stretch = promisify<string, Buffer, number, Buffer>(scrypt);
const hashBytes = 32;

/** Without letters and digits that look alike. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
const groups = 5;
const lettersInGroup = 5;

/** A password that nobody has to think of: 25 letters and digits, some 124 bits, in groups. */
export function makePassword(): string {
	const group = () => Array.from({ length: lettersInGroup }, () => letters[randomInt(letters.length)]).join('');
	return Array.from({ length: groups }, group).join('-');
}

/** What is kept of a password; hexadecimal. */
export interface PasswordHash {
	readonly salt: string;
	readonly hash: string;
}

async function hashOf(password: string, salt: string): Promise<Buffer> {
	return await stretch(password, Buffer.from(salt, 'hex'), hashBytes);
}

/** Takes 16 MB and some 50 ms. */
export async function hashPassword(password: string): Promise<PasswordHash> {
	const salt = randomBytes(16).toString('hex');
	return { salt, hash: (await hashOf(password, salt)).toString('hex') };
}

/** Whether the password is the one that is kept; compared as a whole. Takes as long as `hashPassword`. */
export async function isPassword(password: string, kept: PasswordHash): Promise<boolean> {
	const given = await hashOf(password, kept.salt);
	const wanted = Buffer.from(kept.hash, 'hex');
	return wanted.length === given.length && timingSafeEqual(given, wanted);
}
