import type { JsonObject } from '../../simulators/http';
import { adjustByHand } from '../sync/byHand';
import { contractId, type World } from '../sync/fixtureWorld';

/** So many that no order asks for them. */
const editedBy = 1000;

/** What somebody has changed by hand in Autotask, and may change back. */
export interface HandEdit {
	readonly on: string;
	readonly lines: readonly { readonly contractId: number; readonly id: number }[];
	/** How many changes Autotask has accepted, the edits included. */
	readonly acceptedBefore: number;
}

function adjust(
	world: World,
	{ contractId: contractID, id: contractServiceID }: HandEdit['lines'][number],
	effectiveDate: string,
	unitChange: number,
): Promise<void> {
	return adjustByHand(world, { contractID, contractServiceID, unitChange, effectiveDate });
}

/** Adds units to the first line of every contract that has one. */
export async function editLines(world: World, contracts: number, on: string): Promise<HandEdit> {
	const services: readonly JsonObject[] = world.autotaskSide.state().entities.ContractServices ?? [];
	const lines = Array.from({ length: contracts }, (_, at) =>
		services.find((line) => line.contractID === contractId + at),
	).flatMap((line) => (line ? [{ contractId: Number(line.contractID), id: Number(line.id) }] : []));
	for (const line of lines) await adjust(world, line, on, editedBy);
	return { on, lines, acceptedBefore: world.autotaskSide.state().contractServiceAdjustments.length };
}

/** Takes the edits back, and says how many changes of the lines were accepted in between. */
export async function undoEdits(world: World, edit: HandEdit): Promise<number> {
	const ids = edit.lines.map((line) => line.id);
	const between = world.autotaskSide.state().contractServiceAdjustments.slice(edit.acceptedBefore);
	for (const line of edit.lines) await adjust(world, line, edit.on, -editedBy);
	return between.filter((one) => ids.includes(Number(one.contractServiceId))).length;
}
