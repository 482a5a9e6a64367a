import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { taskStates } from '../../../src/domain/task/task';
import { taskStatesBefore, taskTransitions } from '../../../src/domain/task/taskTransitions';
import { writeStatesBefore, writeTransitions } from '../../../src/domain/task/writeState';

const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'states.md'), 'utf8');

/** The arrows between states of the nth drawing, those from and to the dot left out. */
function drawn(nth: number): readonly string[] {
	const drawing = page.split('```mermaid')[nth + 1]?.split('```')[0] ?? '';
	return [...drawing.matchAll(/(\w+) --> (\w+)/g)].map(([, from, to]) => `${from} ${to}`).sort();
}

function arrows(table: Readonly<Record<string, readonly string[]>>): readonly string[] {
	return Object.entries(table)
		.flatMap(([from, all]) => all.map((to) => `${from} ${to}`))
		.sort();
}

describe('the drawings of docs/states.md', () => {
	it('show exactly the changes of a task that the store takes', () => {
		expect(drawn(0)).toEqual(arrows(taskTransitions));
		expect(Object.keys(taskTransitions).sort()).toEqual([...taskStates].sort());
	});

	it('show exactly the changes of an intent that the store takes', () => {
		expect(drawn(1)).toEqual(arrows(writeTransitions));
	});

	it.each(['open', 'attention', 'approved', 'syncing', 'synced', 'failed', 'ignored'])('say what %s means', (state) => {
		expect(page).toMatch(new RegExp(`\\| ${state} +\\| \\S`));
	});
});

describe('the states before', () => {
	it('synced are syncing and itself: nothing is synced that was not being written', () => {
		expect(taskStatesBefore('synced')).toEqual(['syncing', 'synced']);
	});

	it('ignored are never synced or syncing: what is being written ends first', () => {
		expect([...taskStatesBefore('ignored')].sort()).toEqual(['approved', 'attention', 'failed', 'ignored', 'open']);
	});

	it('recorded are done and itself', () => {
		expect(writeStatesBefore('recorded')).toEqual(['done', 'recorded']);
	});
});
