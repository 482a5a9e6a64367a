import type { ComponentChildren, VNode } from 'preact';
import type { Notice } from './page';
import { stylesheet } from './stylesheet';

const places = [
	{ path: 'tasks', name: 'Tasks' },
	{ path: 'task', name: 'Sync wizard' },
	{ path: 'customers', name: 'Customers' },
	{ path: 'products', name: 'Products' },
	{ path: 'charges', name: 'Charges' },
	{ path: 'import-customers', name: 'Import customers' },
	{ path: 'log', name: 'Action log' },
] as const;

/** The frame of every page: navigation, what is said at the top (the focus begins there), the content. */
export function Layout(given: {
	readonly page: string;
	readonly title: string;
	readonly notice?: Notice;
	readonly goesOn?: string;
	readonly children: ComponentChildren;
}): VNode {
	const { page, title, notice, goesOn, children } = given;
	return (
		<html lang="en">
			<head>
				<meta charSet="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				{goesOn === undefined ? null : <meta http-equiv="refresh" content={`0; url=${goesOn}`} />}
				<title>{`${title} - Marketplace to Autotask`}</title>
				<style dangerouslySetInnerHTML={{ __html: stylesheet }} />
			</head>
			<body>
				<a class="skip" href="#content">
					Skip to the content
				</a>
				<header>
					<nav aria-label="Pages">
						<ul>
							{places.map((place) => (
								<li>
									<a href={place.path} {...(place.path === page ? { 'aria-current': 'page' as const } : {})}>
										{place.name}
									</a>
								</li>
							))}
						</ul>
					</nav>
				</header>
				<main id="content">
					<h1>{title}</h1>
					{notice ? (
						<div
							class={`notice ${notice.kind}`}
							role={notice.kind === 'problem' ? 'alert' : 'status'}
							tabIndex={-1}
							autofocus
						>
							{notice.message}
						</div>
					) : null}
					{children}
				</main>
			</body>
		</html>
	);
}
