import type { TaskId } from '../../domain/ids';
import type { PagePorts } from '../page';
import type { PageRequest } from '../pageRequest';

/** One thing of Autotask to choose, with what is said about it. */
export interface ChoosingOption {
	readonly value: string;
	readonly label: string;
	readonly says: string;
}

/** What came of an edit of a mapping. */
export interface Edited {
	readonly kind: 'mapped' | 'unmapped' | 'loaded' | 'refused';
	readonly message: string;
	/** Tasks that waited for it and are open again. */
	readonly freed?: readonly TaskId[];
}

/** Edits a mapping as a form says. */
export type Edit = (request: PageRequest, ports: PagePorts) => Promise<Edited>;
