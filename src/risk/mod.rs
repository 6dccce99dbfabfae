//! Risk: what each level of a role would let the holder of a stolen key do.
//!
//! ConnectWise publishes no such rating. Every severity is a judgment of this project; `basis` says
//! whether a public source supports the reason. The data is `data/risk.json`.

mod combinations;
mod rank;
mod ratings;
mod table;

pub use combinations::{Combination, CombinedFunction};
pub use rank::{Counts, RoleRank, rank, rank_with};
pub use ratings::Ratings;
pub use table::{
    Basis, Family, OperationRating, RatedItem, Rating, RiskSeverity, rate, rated_items,
    severity_meaning,
};
