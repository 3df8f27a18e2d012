// The two numbers of the curve 1 / (1 + a d^(2b)) by which UMAP sees distances on the map.
//
// They fit the curve to what min_dist and spread ask for: 1 up to min_dist, then exp(-(d - min_dist) / spread), at 300 distances from 0 to
// 3 spread, in least squares (McInnes, Healy, Melville: UMAP, 2018, section 3.2; umap-learn's find_ab_params). Pure.
#pragma once

namespace kindred::projection {

struct Curve {
  double a = 0;
  double b = 0;
};

// Requires: 0 <= min_dist <= spread, spread > 0.
Curve find_ab(double min_dist, double spread);

}  // namespace kindred::projection
