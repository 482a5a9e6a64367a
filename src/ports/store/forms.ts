import type { Instant } from '../../domain/ids';

/** A form of a page that was sent; without `ended` it is under way, or its execution was killed. */
export interface SentForm {
	readonly ended?: { readonly location: string; readonly message: string };
}

export interface FormStore {
	/** Takes a form of a page that was sent; false where it was taken before. */
	takeForm(nonce: string, now: Instant): Promise<boolean>;
	endForm(nonce: string, ended: NonNullable<SentForm['ended']>): Promise<void>;
	/** Undefined where it was never sent. */
	form(nonce: string): Promise<SentForm | undefined>;
}
