import type { LineState } from '../../domain/contract/lineState';
import type { ContractServiceId } from '../../domain/ids';
import type { LineWork } from '../../domain/plan/contractWork';
import type { UnitTimeline } from '../../domain/unitTimeline';
import type { ContractTurn } from './contractTurn';

/** One line while its adjustments are written. */
export interface LineTurn {
	readonly turn: ContractTurn;
	readonly work: LineWork;
	readonly id: ContractServiceId;
	readonly before: LineState;
	/** Units as Autotask holds them, what was sent included. */
	held: UnitTimeline;
}
