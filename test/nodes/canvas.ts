import type { INode, IWorkflowBase } from 'n8n-workflow';

/** A line on the canvas, from an output of a node to an input of another one. */
export interface Edge {
	readonly from: string;
	readonly output: number;
	readonly to: string;
	readonly input: number;
}

type Point = readonly [number, number];
type Canvas = Pick<IWorkflowBase, 'nodes' | 'connections'>;

const size = 96;
const steps = 60;

/** All lines of a workflow. */
export function edgesOf({ connections }: Canvas): Edge[] {
	return Object.entries(connections).flatMap(([from, { main = [] }]) =>
		main.flatMap((targets, output) =>
			(targets ?? []).map(({ node, index }) => ({ from, output, to: node, input: index })),
		),
	);
}

function nodeNamed({ nodes }: Canvas, name: string): INode {
	const node = nodes.find((one) => one.name === name);
	if (!node) throw new RangeError(`no node ${name}`);
	return node;
}

/** Handles stand evenly on a node's side; the editor makes nodes with more than three of them taller. */
function handleHeight(count: number, index: number): number {
	const height = count > 3 ? 32 * (count + 1) : size;
	return (height * (index + 1)) / (count + 1);
}

function ends(canvas: Canvas, edge: Edge, edges: readonly Edge[]): readonly [Point, Point] {
	const [fromX, fromY] = nodeNamed(canvas, edge.from).position;
	const [toX, toY] = nodeNamed(canvas, edge.to).position;
	const outputs = 1 + Math.max(...edges.filter(({ from }) => from === edge.from).map(({ output }) => output));
	const inputs = 1 + Math.max(...edges.filter(({ to }) => to === edge.to).map(({ input }) => input));
	return [
		[fromX + size, fromY + handleHeight(outputs, edge.output)],
		[toX, toY + handleHeight(inputs, edge.input)],
	];
}

/** The line as the editor draws it to the right: a cubic curve that leaves and arrives level. */
function points([[x0, y0], [x1, y1]]: readonly [Point, Point]): Point[] {
	const half = (x0 + x1) / 2;
	return Array.from({ length: steps + 1 }, (_, step) => {
		const t = step / steps;
		const u = 1 - t;
		const blend = (a: number, b: number, c: number, d: number): number =>
			u ** 3 * a + 3 * u * u * t * b + 3 * u * t * t * c + t ** 3 * d;
		return [blend(x0, half, half, x1), blend(y0, y0, y1, y1)];
	});
}

function side([ax, ay]: Point, [bx, by]: Point, [px, py]: Point): number {
	return Math.sign((bx - ax) * (py - ay) - (by - ay) * (px - ax));
}

function pieces(line: readonly Point[]): (readonly [Point, Point])[] {
	return line.slice(1).map((point, at) => [line[at] ?? point, point] as const);
}

function cross(a: readonly Point[], b: readonly Point[]): boolean {
	return pieces(a).some(([p, q]) =>
		pieces(b).some(([r, s]) => side(p, q, r) * side(p, q, s) < 0 && side(r, s, p) * side(r, s, q) < 0),
	);
}

/** Pairs of lines that cross, by the nodes they leave. */
export function crossings(canvas: Canvas): string[] {
	const edges = edgesOf(canvas);
	const lines = edges.map((edge) => ({ edge, line: points(ends(canvas, edge, edges)) }));
	return lines.flatMap((one, at) =>
		lines
			.slice(at + 1)
			.filter((other) => cross(one.line, other.line))
			.map((other) => `${one.edge.from} ${one.edge.output} x ${other.edge.from} ${other.edge.output}`),
	);
}

/** Nodes that a line of others runs through; lines that run back count too. */
export function nodesUnderEdges(canvas: Canvas): string[] {
	const edges = edgesOf(canvas);
	return edges.flatMap((edge) => {
		const line = points(ends(canvas, edge, edges));
		const isHit = ({ name, type, position: [x, y] }: INode): boolean =>
			name !== edge.from &&
			name !== edge.to &&
			!type.endsWith('.stickyNote') &&
			line.some(([px, py]) => px >= x && px <= x + size && py >= y && py <= y + size + 30);
		return canvas.nodes.filter(isHit).map(({ name }) => `${edge.from} ${edge.output} runs through ${name}`);
	});
}
