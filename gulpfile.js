const { dest, src } = require('gulp');

/** Copies into dist what the compiler leaves behind: icons and the search words of the nodes. */
function assets() {
	return src(['nodes/**/*.{svg,node.json}', 'credentials/**/*.svg'], { base: '.', encoding: false }).pipe(dest('dist'));
}

exports.default = assets;
